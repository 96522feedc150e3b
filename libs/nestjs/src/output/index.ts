// Public, to be exported by the package: OutputMismatch, for exception filters and logs.
export { compileSerializer } from './compile-serializer.js';
export { OutputMismatch } from './output-mismatch.js';
export type { Serialize } from './compile-serializer.js';
