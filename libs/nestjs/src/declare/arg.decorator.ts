import type { DefaultValue } from '@mizan/protocol';
import type { TypeDeclaration } from '../types/type-declaration.js';

export interface ArgOptions {
  /**
   * May be left out; the parameter is `undefined` then.
   * @default false, or true when there is a default
   */
  readonly optional?: boolean;
  /** Filled in when the argument is left out. Makes it optional. */
  readonly default?: DefaultValue | null;
}

/** What `@Arg` wrote down for one parameter. */
export interface ArgMetadata extends ArgOptions {
  readonly name: string;
  readonly index: number;
  readonly type?: TypeDeclaration | undefined;
}

const argsKey = Symbol.for('mizan.args');

/**
 * Makes a parameter of a function one named argument of its input.
 *
 * @param name the argument's name, as clients send it.
 * @param type left out, it is read from the parameter: `string`, `number`, `boolean` or a DTO class.
 * An integer, a list, a nullable or an enum cannot be read from there and must be said.
 *
 * @example orders(@Arg('user_id', 'integer') userId: number, @Arg('limit', 'integer', { default: 10 }) limit: number)
 */
export function Arg(name: string, type?: TypeDeclaration, options: ArgOptions = {}): ParameterDecorator {
  return (prototype, methodName, index) => {
    if (typeof methodName !== 'string') {
      throw new TypeError('@Arg decorates parameters of methods that are named by a string');
    }
    const args: unknown = Reflect.getOwnMetadata(argsKey, prototype, methodName);
    const others: readonly unknown[] = Array.isArray(args) ? args : [];
    Reflect.defineMetadata(argsKey, [...others, { ...options, name, index, type }], prototype, methodName);
  };
}

/** The arguments that `@Arg` declares on a method, by position; inherited methods keep theirs. */
export function readArgs(prototype: object, methodName: string): readonly ArgMetadata[] {
  const args: unknown = Reflect.getMetadata(argsKey, prototype, methodName);
  // Only `Arg` writes under this key.
  return ((args ?? []) as readonly ArgMetadata[]).toSorted((a, b) => a.index - b.index);
}
