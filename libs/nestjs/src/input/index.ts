// Nothing here is public: the package exports decorators and errors, and reads inputs itself.
export { compileInput } from './compile-input.js';
export type { InputReader, ReadInput } from './compile-input.js';
export type { ArgDeclaration, InputDeclaration } from './input-declaration.js';
