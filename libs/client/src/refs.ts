import type { Params } from '@mizan/protocol';
import type { BodyWriter } from './transport.js';

/** Carries types that exist only for the compiler. */
declare const types: unique symbol;

/** How a function or context is reached. */
export interface RefOptions {
  /** Whether it goes over the socket, where the client has one (`realtime`). @default false */
  readonly overSocket?: boolean | undefined;
}

/** How a function is called. */
export interface FunctionRefOptions extends RefOptions {
  /** Writes what is sent, where that may be other than JSON: `multipart` of `@mizan/client/uploads`. @default JSON */
  readonly body?: BodyWriter | undefined;
}

/** A function of the server, by its wire name. `Input` is `void` for a function without input. */
export interface FunctionRef<Input, Output> extends FunctionRefOptions {
  readonly name: string;
  readonly [types]?: readonly [input: Input, output: Output];
}

/**
 * A context of the server, by its name. `P` are its parameters (an empty object type when it has none),
 * `B` maps each of its functions' wire names to that function's output.
 */
export interface ContextRef<P extends object, B> extends RefOptions {
  readonly name: string;
  /** The params without which it cannot be fetched. */
  readonly required: readonly string[];
  readonly [types]?: readonly [params: P, bundle: B];
}

export function functionRef<Input, Output>(
  name: string,
  options?: FunctionRefOptions,
): FunctionRef<Input, Output> {
  return { name, ...options };
}

export function contextRef<P extends object, B>(
  name: string,
  required: readonly string[] = [],
  options?: RefOptions,
): ContextRef<P, B> {
  return { name, required, ...options };
}

/** An object with nothing in it. */
type Nothing = Readonly<Record<string, never>>;

/** What a caller gives as params: with none declared, nothing may be given. */
export type GivenParams<P extends object> = [keyof P] extends [never] ? Nothing : P;

/** An argument list that starts with params, which may be left out when none is required. */
export type ParamsFirst<P extends object, Rest extends readonly unknown[]> = Nothing extends P
  ? [params?: GivenParams<P>, ...rest: Rest]
  : [params: GivenParams<P>, ...rest: Rest];

/** An argument list that starts with an input, which may be left out when nothing in it is required. */
export type InputFirst<Input, Rest extends readonly unknown[]> = [Input] extends [void]
  ? [input?: undefined, ...rest: Rest]
  : Nothing extends Input
    ? [input?: Input, ...rest: Rest]
    : [input: Input, ...rest: Rest];

/** Params as they are at run time, whatever their type says: values, or undefined when left out. */
export type LooseParams = { readonly [Name in keyof Params]: Params[Name] | undefined };
