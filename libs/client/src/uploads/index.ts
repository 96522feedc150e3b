export { multipart } from './multipart.js';

export type { BodyWriter, WrittenBody } from '../transport.js';
