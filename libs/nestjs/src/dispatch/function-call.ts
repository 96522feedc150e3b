import type { SentArguments } from '@mizan/protocol';
import { IdentifiedCall } from '../identity/index.js';
import type { ReadInput } from '../input/compile-input.js';
import type { RegisteredFunction } from '../registry/registered-function.js';

/** Where the input of a call comes from: the `args` of a body, or the parameters of a URL. */
export type InputSource =
  | { readonly kind: 'json'; readonly args: unknown }
  | { readonly kind: 'text'; readonly params: URLSearchParams };

/**
 * One call of one function: the fourth argument of Nest's closures, by which guards, interceptors and the
 * parameters of the method get at it.
 */
export class FunctionCall extends IdentifiedCall {
  /** What filters are shown. */
  error: unknown;
  /** What the method returned, when there are interceptors that could change it. */
  returned: { readonly value: unknown } | undefined;
  /** Whether it must be known when the method is done, though an interceptor may not wait for it. */
  tracksMethod = false;
  readonly #unfinished = new Set<Promise<unknown>>();
  #input: ReadInput | Promise<ReadInput> | undefined;

  constructor(
    readonly fn: RegisteredFunction,
    readonly source: InputSource,
  ) {
    super();
  }

  /** The input, converted and validated when the first parameter asks for it. */
  readInput(): ReadInput | Promise<ReadInput> {
    this.#input ??= this.#read();
    return this.#input;
  }

  /**
   * The arguments that the method got, once it has run; undefined when they were refused, or when an interceptor
   * answered in its place and nobody read them.
   */
  sentArguments(): SentArguments | undefined | Promise<SentArguments | undefined> {
    const input = this.#input;
    return input instanceof Promise ? input.then(readSent, () => undefined) : input?.sent;
  }

  /** What the arguments seem to be before anything runs; undefined when they are refused as far as can be seen. */
  peekArguments(): SentArguments | undefined {
    const { source, fn } = this;
    return source.kind === 'json' ? fn.input.peekJson(source.args) : fn.input.peekText(source.params);
  }

  /** Remembers a run of the method until it is done. */
  track<Value>(method: Promise<Value>): Promise<Value> {
    this.#unfinished.add(method);
    const forget = (): void => void this.#unfinished.delete(method);
    method.then(forget, forget);
    return method;
  }

  /** The runs of the method that are not done; undefined when all are. */
  get unfinished(): Promise<unknown> | undefined {
    return this.#unfinished.size === 0 ? undefined : Promise.allSettled(this.#unfinished);
  }

  // A refusal is kept as well: several parameters may ask, and the answer is found once.
  #read(): ReadInput | Promise<ReadInput> {
    try {
      const { source } = this;
      return source.kind === 'json'
        ? this.fn.input.readJson(source.args)
        : this.fn.input.readText(source.params);
    } catch (error) {
      return Promise.reject(error);
    }
  }
}

function readSent({ sent }: ReadInput): SentArguments {
  return sent;
}
