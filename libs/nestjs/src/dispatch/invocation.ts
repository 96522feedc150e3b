import type { SentArguments } from '@mizan/protocol';
import { toErrorReply } from '../errors/index.js';
import { isThenable, type MizanIdentity } from '../identity/index.js';
import type { RegisteredFunction } from '../registry/registered-function.js';
import type { Gate } from './compile-gate.js';
import type { Exchange } from './exchange.js';
import { FunctionCall, type InputSource } from './function-call.js';
import type { FunctionHost } from './function-host.js';
import type { FunctionPipeline } from './function-pipeline.js';
import { logFailure } from './log-failure.js';
import type { Failure, Handled } from './outcome.js';
import { type FilterVerdict, runFilters } from './run-filters.js';

const nothingSent: SentArguments = {};

/** A function as the dispatcher runs it. */
export interface DispatchedFunction {
  readonly fn: RegisteredFunction;
  readonly host: FunctionHost;
  readonly gate: Gate;
  /** Whether pipes stand between its input and the method. */
  readonly hasPipes: boolean;
  /** Whether a filter around it takes this error; else it is shown to nobody. */
  readonly catches: (error: unknown) => boolean;
}

/** What a method answered. */
export interface Answer {
  readonly value: unknown;
  /** The value as JSON text. */
  readonly text: string;
  /** As far as the method got just that. */
  readonly sent: SentArguments;
}

/**
 * One function on its way through a request, step by step: authorize, run, and when one of them throws, fail. The
 * steps are apart, so that a bundle takes them together with its other members.
 */
export class Invocation {
  readonly fn: RegisteredFunction;
  readonly #host: FunctionHost;
  readonly #gate: Gate;
  readonly #catches: (error: unknown) => boolean;
  readonly #exchange: Exchange;
  readonly #call: FunctionCall;
  #pipeline: FunctionPipeline;

  constructor(
    { fn, host, gate, hasPipes, catches }: DispatchedFunction,
    source: InputSource,
    exchange: Exchange,
  ) {
    this.fn = fn;
    this.#host = host;
    this.#gate = gate;
    this.#catches = catches;
    this.#exchange = exchange;
    this.#call = new FunctionCall(fn, source, hasPipes);
    this.#pipeline = host.unopened(exchange);
  }

  /** The input of a call that is read only when somebody has been let in. */
  receive(source: InputSource): void {
    this.#call.source = source;
  }

  /** Nothing to wait for, not even a turn, when there is nothing to ask. */
  authorize(): Promise<unknown> | undefined {
    const opened = this.#host.open(this.#exchange);
    if (opened instanceof Promise) return opened.then((pipeline) => this.#authorize(pipeline));
    return this.#authorize(opened);
  }

  #authorize(pipeline: FunctionPipeline): Promise<unknown> | undefined {
    this.#pipeline = pipeline;
    switch (this.#gate.kind) {
      case 'open':
        return undefined;
      case 'rule':
        return this.#checkRule(this.#gate);
      case 'guards':
        return pipeline.authorize(this.#exchange, this.#call);
    }
  }

  // A refusal is a rejection, whether or not there was something to wait for.
  #checkRule({ check }: Extract<Gate, { kind: 'rule' }>): Promise<unknown> | undefined {
    try {
      return check(this.#exchange.request, this.#call);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Whom the auth rule has let in; undefined without a rule. */
  get authorized(): MizanIdentity | null | undefined {
    return this.#call.identity;
  }

  /** The call, for who must know what was sent, and when the method is done. */
  get call(): Omit<FunctionCall, 'readInput' | 'see' | 'track'> {
    return this.#call;
  }

  async run(): Promise<Answer> {
    const returned = this.#pipeline.run(this.#exchange, this.#call);
    const value = isThenable(returned) ? await this.#settle(returned) : returned;
    this.#call.isThrough = true;
    const text = this.#serialize(value);
    const sent = this.#call.sentArguments();
    // Where nothing is known, targets stay as wide as declared.
    return { value, text, sent: (sent instanceof Promise ? await sent : sent) ?? nothingSent };
  }

  async #settle(returned: PromiseLike<unknown>): Promise<unknown> {
    try {
      return await returned;
    } catch (error) {
      const { refusal } = this.#call;
      if (refusal === undefined || refusal.error !== error) throw error;
      this.#call.isRefused = true;
      return refusal.answer;
    }
  }

  /** Shows an error to the filters and says what the caller gets. Once per request. */
  async fail(error: unknown): Promise<Failure | Handled> {
    const verdict = await this.#filter(error);
    if (verdict.kind === 'answered') return { kind: 'handled' };
    this.logUnexpected(verdict.error);
    const { status, body } = toErrorReply(verdict.error);
    return { kind: 'failure', status, body };
  }

  logUnexpected(error: unknown): void {
    if (toErrorReply(error).unexpected) logFailure(this.fn, error);
  }

  #filter(error: unknown): FilterVerdict | Promise<FilterVerdict> {
    if (!this.#catches(error)) return { kind: 'error', error };
    return runFilters(this.#pipeline, this.#exchange, this.#call, error);
  }

  #serialize(value: unknown): string {
    try {
      return this.fn.serialize(value);
    } catch (cause) {
      const { returned } = this.#call;
      if (returned === undefined || returned.value === value) throw cause;
      throw new Error(
        'The output does not fit what is declared, and an interceptor changed it: let it pass on what it gets where isMizanCall(context)',
        { cause },
      );
    }
  }
}
