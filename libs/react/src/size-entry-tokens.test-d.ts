import { createMizan, mwtTokens } from '@mizan/client';

// What tokens add to what size-entry brings.
export * from './size-entry.test-d.js';
export const mizanWithTokens = createMizan({ tokens: mwtTokens() });
