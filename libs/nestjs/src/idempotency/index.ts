export { Idempotency } from './idempotency.js';
export { MemoryAnswers } from './memory-answers.js';
export { readIdempotencyKey } from './read-key.js';
export { SharedAnswers } from './shared-answers.js';
