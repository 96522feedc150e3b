export { GenerateError } from './errors.js';
export { generateClient } from './generate-client.js';
export { constraintChecks } from './plan/browser-checks.js';

export type { GenerateErrorCode } from './errors.js';
export type { Agreement, BrowserCheck, ConstraintCheck, Data } from './plan/browser-checks.js';
export type { GeneratedFile } from './print/print-client.js';
export type { TargetName } from './print/targets.js';
