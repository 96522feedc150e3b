export { emitKdl } from './emit-kdl.js';
export { KdlError } from './kdl-error.js';
export { parseKdl } from './parse-kdl.js';

export type { KdlErrorCode, KdlPosition } from './kdl-error.js';
