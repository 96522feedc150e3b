import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { AuthRule } from '../auth/auth-rule.js';
import type { FormMetadata } from '../forms/declare/form-metadata.js';
import type { TypeDeclaration } from '../types/type-declaration.js';
import type { CacheOption } from './cache-rule.js';
import type { ContextSource } from './context-ref.js';

/** A method that `@MizanClient` decorates, as a value. */
export type FunctionMethod = (...args: never[]) => unknown;

/** What a mutation makes stale: a context, its name, or one function of a context, see {@link functionOf}. */
export type AffectsSource = ContextSource | (() => FunctionMethod);

/** What `@MizanClient` wrote down, with every list a list. */
export interface FunctionMetadata {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly context?: ContextSource | undefined;
  readonly affects: readonly AffectsSource[];
  readonly merge: readonly ContextSource[];
  readonly auth?: AuthRule | undefined;
  readonly private: boolean;
  readonly websocket?: boolean | undefined;
  readonly rev?: number | undefined;
  readonly cache?: CacheOption | undefined;
  readonly input?: StandardSchemaV1 | undefined;
  readonly output?: TypeDeclaration | undefined;
  /** Options that were given without a value, or as a list with a gap: most often an import that goes in a circle. */
  readonly hollow: readonly string[];
  /** What `@MizanForm` said: the method handles valid submissions of a form. */
  readonly form?: FormMetadata | undefined;
}

const functionKey = Symbol.for('mizan.function');
const methodsKey = Symbol.for('mizan.methods');

export function writeFunctionMetadata(
  prototype: object,
  methodName: string,
  method: object,
  metadata: FunctionMetadata,
): void {
  Reflect.defineMetadata(functionKey, metadata, method);
  Reflect.defineMetadata(methodsKey, [...ownFunctionNames(prototype), methodName], prototype);
}

/** What `@MizanClient` said about this very method; an override without the decorator has nothing. */
export function readFunctionMetadata(method: unknown): FunctionMetadata | undefined {
  if (typeof method !== 'function') return undefined;
  const metadata: unknown = Reflect.getMetadata(functionKey, method);
  // Only `writeFunctionMetadata` writes under this key.
  return metadata as FunctionMetadata | undefined;
}

/** The methods that this prototype itself declares with `@MizanClient`, in the order of the source. */
export function ownFunctionNames(prototype: object): readonly string[] {
  const names: unknown = Reflect.getOwnMetadata(methodsKey, prototype);
  return Array.isArray(names) ? names : [];
}
