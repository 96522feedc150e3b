import { MizanFile } from '../uploads/index.js';
import type { DtoClass } from './type-declaration.js';
import type { ValueType } from './value-type.js';

/** What a constructor that stands for a type says; undefined when it says nothing. */
export function typeOfClass(candidate: unknown): ValueType | undefined {
  const named = typeof candidate === 'string' ? jsonTypes.get(candidate) : undefined;
  if (named || typeof candidate !== 'function') return named;
  const builtIn = builtIns.get(candidate);
  if (builtIn) return builtIn;
  // `() => Item`, as swagger takes it, has no prototype. What is a global (Object, Map, Promise, …) is no DTO.
  if (candidate.prototype === undefined) return typeOfClass(candidate());
  if (Reflect.get(globalThis, candidate.name) === candidate) return undefined;
  // A function with a prototype that is no global is taken for a class; describing it will tell.
  return { kind: 'dto', type: candidate as unknown as DtoClass };
}

/** Whether the type that a compiler left for a parameter or a return value is a DTO class. */
export function isDtoClass(type: unknown): type is DtoClass {
  return typeof type === 'function' && type.prototype !== undefined && typeOfClass(type)?.kind === 'dto';
}

const builtIns: ReadonlyMap<unknown, ValueType> = new Map<unknown, ValueType>([
  [String, { kind: 'primitive', name: 'string' }],
  [Number, { kind: 'primitive', name: 'number' }],
  [Boolean, { kind: 'primitive', name: 'boolean' }],
  [Date, { kind: 'date' }],
  [MizanFile, { kind: 'upload' }],
]);

const jsonTypes: ReadonlyMap<string, ValueType> = new Map<string, ValueType>([
  ['string', { kind: 'primitive', name: 'string' }],
  ['number', { kind: 'primitive', name: 'number' }],
  ['integer', { kind: 'primitive', name: 'integer' }],
  ['boolean', { kind: 'primitive', name: 'boolean' }],
]);
