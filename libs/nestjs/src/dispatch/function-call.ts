import type { SentArguments } from '@mizan/protocol';
import { IdentifiedCall } from '../identity/index.js';
import type { InputReader, ReadInput } from '../input/compile-input.js';
import type { RegisteredFunction } from '../registry/registered-function.js';
import type { MultipartArgs } from '../uploads/index.js';

/** Where the input of a call comes from: the `args` of a body, the fields of a multipart body, or the parameters of a URL. */
export type InputSource =
  | { readonly kind: 'json'; readonly args: unknown }
  | { readonly kind: 'multipart'; readonly args: MultipartArgs }
  | { readonly kind: 'text'; readonly params: URLSearchParams };

// Most calls alter nothing, and each has two of these.
const noNames: ReadonlySet<string> = new Set();

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
  /** Told before the method runs when it gets something else than was sent, with what it gets as it was sent. */
  onAltered: ((sent: SentArguments) => Promise<void>) | undefined;
  /** Whether all that is around the method has let its answer through. */
  isThrough = false;
  /** The object that the function runs on, once it runs. */
  host: object | undefined;
  /** A form was found to be invalid: its method has not run, so that nothing has changed. */
  isRefused = false;
  /** What is answered instead of an error by which the method of a form found fault with what is filled in. */
  refusal: { readonly error: unknown; readonly answer: unknown } | undefined;
  #runs = 0;
  #hasReturned = false;
  #unfinished: Set<Promise<unknown>> | undefined;
  #input: ReadInput | Promise<ReadInput> | undefined;
  #sent: SentArguments | undefined;
  /** The names that were sent of which the method gets something else, and those of which pipes hide it yet. */
  #altered = noNames;
  #unseen = noNames;

  /** @param hasPipes whether pipes stand between the input and the method, so that what it gets is seen after them */
  constructor(
    readonly fn: RegisteredFunction,
    public source: InputSource,
    readonly hasPipes = false,
  ) {
    super();
  }

  /** The input, converted and validated when the first parameter asks for it. */
  readInput(): ReadInput | Promise<ReadInput> {
    this.#input ??= this.#read();
    return this.#input;
  }

  /** What parameters get, of a form that is valid. */
  async provide(input: ReadInput): Promise<void> {
    this.#altered = noNames;
    this.#unseen = noNames;
    this.#input = await this.#take(input);
  }

  /**
   * The arguments that the method got as they were sent, once it has run; undefined when they were refused, or when an
   * interceptor answered in its place and nobody read them.
   */
  sentArguments(): SentArguments | undefined | Promise<SentArguments | undefined> {
    const input = this.#input;
    if (!(input instanceof Promise)) return input && this.#sentBut(this.#altered, this.#unseen);
    return input.then(
      () => this.#sentBut(this.#altered, this.#unseen),
      () => undefined,
    );
  }

  /** All that was sent, whatever the method got; undefined when it was refused or not read. */
  get allSent(): SentArguments | undefined {
    return this.#sent;
  }

  /** Whether the method got something else than was sent. */
  get isAltered(): boolean {
    return this.#altered.size + this.#unseen.size > 0;
  }

  /** Sees what the method gets for its input, or for one argument, after all pipes. */
  see(got: unknown, argument?: string): Promise<void> | undefined {
    const sent = this.#sent;
    if (sent === undefined) return undefined;
    this.#unseen =
      argument === undefined ? noNames : new Set([...this.#unseen].filter((name) => name !== argument));
    const altered = this.fn.input.findAltered(sent, got, argument);
    if (altered.length === 0) return undefined;
    this.#altered = new Set([...this.#altered, ...altered]);
    return this.onAltered?.(this.#sentBut(this.#altered));
  }

  /** What the arguments seem to be before anything runs; undefined when they are refused as far as can be seen. */
  peekArguments(): SentArguments | undefined {
    return peekSource(this.fn.input, this.source);
  }

  /** Remembers a run of the method until it is done. */
  track<Value>(method: Promise<Value>): Promise<Value> {
    this.#runs += 1;
    const unfinished = (this.#unfinished ??= new Set());
    unfinished.add(method);
    const end = (hasReturned: boolean): void => {
      unfinished.delete(method);
      this.#hasReturned ||= hasReturned;
    };
    method.then(
      () => end(true),
      () => end(false),
    );
    return method;
  }

  /**
   * Whether a transaction around the method may still commit though the method is done and the call is answered: the
   * method returned and something around it failed, or gave up; or one run of several was given up.
   */
  get mayCommitLater(): boolean {
    return this.#runs > 1 || (this.#hasReturned && !this.isThrough);
  }

  /** The runs of the method that are not done; undefined when all are. */
  get unfinished(): Promise<unknown> | undefined {
    const unfinished = [...(this.#unfinished ?? [])];
    return unfinished.length === 0 ? undefined : Promise.allSettled(unfinished);
  }

  // A refusal is kept as well: several parameters may ask, and the answer is found once.
  #read(): ReadInput | Promise<ReadInput> {
    try {
      const input = readSource(this.fn.input, this.source);
      return input instanceof Promise ? input.then((read) => this.#take(read)) : this.#take(input);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #take(input: ReadInput): ReadInput | Promise<ReadInput> {
    this.#sent = input.sent;
    if (this.hasPipes) {
      this.#unseen = new Set([...this.#unseen, ...Object.keys(input.sent)]);
      return input;
    }
    return this.see(input.value)?.then(() => input) ?? input;
  }

  #sentBut(...others: readonly ReadonlySet<string>[]): SentArguments {
    const sent = this.#sent ?? {};
    if (others.every(({ size }) => size === 0)) return sent;
    return Object.fromEntries(Object.entries(sent).filter(([name]) => !others.some((set) => set.has(name))));
  }
}

function readSource(input: InputReader, source: InputSource): ReadInput | Promise<ReadInput> {
  switch (source.kind) {
    case 'json':
      return input.readJson(source.args);
    case 'multipart':
      return input.readMultipart(source.args);
    case 'text':
      return input.readText(source.params);
  }
}

/** What the arguments seem to be before anything runs; undefined when they are refused as far as can be seen. */
export function peekSource(input: InputReader, source: InputSource): SentArguments | undefined {
  switch (source.kind) {
    case 'json':
      return input.peekJson(source.args);
    case 'multipart':
      return input.peekMultipart(source.args);
    case 'text':
      return input.peekText(source.params);
  }
}
