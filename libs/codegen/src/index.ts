export { GenerateError } from './errors.js';
export { generateClient } from './generate-client.js';

export type { GenerateErrorCode } from './errors.js';
export type { GeneratedFile } from './print/print-client.js';
export type { TargetName } from './print/targets.js';
