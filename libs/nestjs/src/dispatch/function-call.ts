import { IdentifiedCall } from '../identity/index.js';
import type { ReadInput } from '../input/compile-input.js';
import type { RegisteredFunction } from '../registry/registered-function.js';

/** Where the input of a call comes from: the `args` of a body, or the parameters of a URL. */
export type InputSource =
  | { readonly kind: 'json'; readonly args: unknown }
  | { readonly kind: 'text'; readonly params: URLSearchParams };

const nothingSent: Readonly<Record<string, unknown>> = {};

/**
 * One call of one function: the fourth argument of Nest's closures, by which guards, interceptors and the
 * parameters of the method get at it.
 */
export class FunctionCall extends IdentifiedCall {
  /** What filters are shown. */
  error: unknown;
  /** What the method returned, when there are interceptors that could change it. */
  returned: { readonly value: unknown } | undefined;
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
   * The arguments that were sent, once the method has run. An interceptor that answers in its place leaves the
   * input unread, or answers though it was refused: then nothing is known, and targets stay as wide as declared.
   */
  sentArguments(): Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>> {
    const input = this.#input;
    if (input === undefined) return nothingSent;
    return input instanceof Promise ? input.then(readSent, () => nothingSent) : input.sent;
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

function readSent({ sent }: ReadInput): Readonly<Record<string, unknown>> {
  return sent;
}
