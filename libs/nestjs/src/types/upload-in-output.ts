import { Refusal } from './refusal.js';

export const uploadInOutput = new Refusal(
  'it is a file, and files travel to the server only',
  'Answer with a link to it, or say @Exclude({ toPlainOnly: true })',
);
