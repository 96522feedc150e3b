import { UseGuards } from '@nestjs/common';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { Auth } from '../auth/auth.decorator.js';
import type { AuthRule } from '../auth/auth-rule.js';
import { MizanAuthGuard } from '../auth/mizan-auth.guard.js';
import type { TypeDeclaration, ValueOf } from '../types/type-declaration.js';
import type { CacheOption } from './cache-rule.js';
import type { ContextSource } from './context-ref.js';
import { type AffectsSource, writeFunctionMetadata } from './function-metadata.js';
import { isHollow, requireMethod, toList } from './method-declaration.js';
import { nestMetadata } from './nest-metadata.js';

/** Options that every function has. */
export interface FunctionOptions {
  /** The wire name. @default the method's name in snake_case */
  readonly name?: string;
  /** For people: it becomes the doc comment of the generated code. */
  readonly description?: string;
  /** Who may call it (PROTOCOL 4). @default everybody */
  readonly auth?: AuthRule;
  /** Not callable from outside; it is neither in the generated client nor in a bundle. @default false */
  readonly private?: boolean;
  /** Raise it when the meaning of the output changes, so that no older cached answer is used. @default 0 */
  readonly rev?: number;
  /**
   * How long the origin cache may keep the answer, in seconds; `false` for never; or a rule that says more. A bundle is
   * kept as its functions agree: for the shortest of their times, and not at all when one says `false`.
   * @default the module's `cache.ttl`, for each identity apart
   */
  readonly cache?: CacheOption;
  /**
   * Called over the socket; clients are generated so. It may be called over HTTP too. The functions of a context are
   * all called in the same way.
   * @default false
   */
  readonly websocket?: boolean;
  /** Describes the input instead of a DTO class. The method's one undecorated parameter gets the schema's output. */
  readonly input?: StandardSchemaV1;
}

/** A function that reads: part of a context, fetched with the others of its bundle. */
export interface ReadOptions extends FunctionOptions {
  readonly context: ContextSource;
  readonly affects?: never;
  readonly merge?: never;
}

/** A function that is called. With `affects` or `merge` it is a mutation (PROTOCOL 5 and 6). */
export interface CallOptions extends FunctionOptions {
  readonly context?: never;
  /** What the call makes stale. */
  readonly affects?: AffectsSource | readonly AffectsSource[];
  /** Contexts whose bundle takes over the result. */
  readonly merge?: ContextSource | readonly ContextSource[];
}

export interface OutputOption<Output extends TypeDeclaration | undefined> {
  /**
   * What the method returns. Only the fields declared here leave the server.
   * @default the declared return type, when that is a DTO class and the method is synchronous
   */
  readonly output?: Output;
}

export type MizanClientOptions<Output extends TypeDeclaration | undefined = undefined> = (
  ReadOptions | CallOptions
) &
  OutputOption<Output>;

/** Fits the methods that return what is declared, or a promise of it. */
export type FunctionDecorator<Value> = <Method extends (...args: never[]) => Value | Promise<Value>>(
  prototype: object,
  methodName: string | symbol,
  descriptor: TypedPropertyDescriptor<Method>,
) => void;

/**
 * Makes a method of a class provider a function that generated clients call or read.
 *
 * The compiler checks the method's return type against `output`, and refuses `context` together with
 * `affects` or `merge`. The decorator only writes metadata; all else is checked when the app boots.
 *
 * @throws TypeError on anything but a method of instances that has a name
 */
export function MizanClient<const Output extends TypeDeclaration | undefined = undefined>(
  options: MizanClientOptions<Output> = {},
): FunctionDecorator<Output extends TypeDeclaration ? ValueOf<Output> : unknown> {
  return (prototype, methodName, descriptor) => {
    const { name, method } = requireMethod('@MizanClient', prototype, methodName, descriptor);
    writeFunctionMetadata(prototype, name, method, {
      ...options,
      affects: toList(options.affects),
      merge: toList(options.merge),
      private: options.private ?? false,
      hollow: meaningful.filter((key) => key in options && isHollow(options[key])),
    });
    // Without a rule of ours, one that `@Auth` gave below stays.
    if (options.auth !== undefined) Auth(options.auth)(prototype, methodName, descriptor);
    UseGuards(MizanAuthGuard)(prototype, methodName, descriptor);
    Reflect.defineMetadata(nestMetadata.entryProvider, true, prototype.constructor);
  };
}

// Options that must not silently be as if they were left out.
const meaningful = ['auth', 'context', 'affects', 'merge'] as const;
