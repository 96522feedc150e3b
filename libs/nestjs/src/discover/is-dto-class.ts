import type { DtoClass } from '../types/type-declaration.js';

// What a compiler writes for a type that is no class: primitives, interfaces, unions, lists, promises.
const builtIn: ReadonlySet<unknown> = new Set([
  String,
  Number,
  Boolean,
  BigInt,
  Symbol,
  Object,
  Array,
  Function,
  Promise,
  Date,
  Map,
  Set,
  Uint8Array,
]);

/** Whether the type that a compiler left for a parameter or a return value is a class of the app. */
export function isDtoClass(type: unknown): type is DtoClass {
  return typeof type === 'function' && !builtIn.has(type);
}
