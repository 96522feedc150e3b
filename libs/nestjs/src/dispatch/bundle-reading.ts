import type { Params, SentArguments } from '@mizan/protocol';
import type { CacheableRead } from '../cache/index.js';
import type { MizanIdentity } from '../identity/index.js';
import type { RegisteredContext } from '../registry/registered-function.js';
import type { Invocation } from './invocation.js';
import type { BundleOutcome } from './outcome.js';

/** One read of a context on its way: its functions go through each step together. */
export class BundleReading implements CacheableRead {
  #refused: MemberFailure | undefined;

  constructor(
    private readonly context: RegisteredContext,
    private readonly members: readonly Invocation[],
    readonly request: object,
  ) {}

  /** Runs the guards of all functions. Nothing to wait for when there are none. */
  authorize(): Promise<void> | undefined {
    const authorizing = this.members.map((member) => member.authorize());
    return authorizing.some(isPromise) ? this.#settle(authorizing) : undefined;
  }

  async #settle(authorizing: readonly (Promise<unknown> | undefined)[]): Promise<void> {
    const results = await Promise.allSettled(authorizing.map((one) => one ?? allowed));
    this.#refused = firstFailure(this.members, results);
  }

  /** Whether nothing has refused the caller. */
  get isAdmitted(): boolean {
    return this.#refused === undefined;
  }

  get authorized(): readonly (MizanIdentity | null | undefined)[] {
    return this.members.map(({ authorized }) => authorized);
  }

  peekParams(): Params | undefined {
    const peeked: SentArguments[] = [];
    for (const { call } of this.members) {
      const sent = call.peekArguments();
      if (sent === undefined) return undefined;
      peeked.push(sent);
    }
    return joinParams(peeked);
  }

  /**
   * Runs the functions. If some fail, the first in declared order decides, and only its error is told (PROTOCOL 2).
   * Those before the first that is refused run nevertheless: an error of theirs comes before its refusal.
   */
  async run(): Promise<BundleOutcome> {
    const admitted = this.members.slice(0, this.#refused?.index);
    const results = await Promise.allSettled(admitted.map((member) => member.run()));
    const failed = firstFailure(admitted, results) ?? this.#refused;
    if (failed !== undefined) return failed.member.fail(failed.error);
    const answers = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    return {
      kind: 'success',
      bundle: this.context.writeBundle(answers.map(({ text }) => text)),
      params: joinParams(answers.map(({ sent }) => sent)),
      ...(admitted.some(({ call }) => call.isAltered) && { isAltered: true }),
    };
  }
}

const allowed = Promise.resolve();

interface MemberFailure {
  readonly member: Invocation;
  readonly index: number;
  readonly error: unknown;
}

/** The first failure in declared order. The others are told to nobody, so what is unexpected among them is logged. */
function firstFailure(
  members: readonly Invocation[],
  results: readonly PromiseSettledResult<unknown>[],
): MemberFailure | undefined {
  let first: MemberFailure | undefined;
  for (const [index, member] of members.entries()) {
    const result = results[index];
    if (result?.status !== 'rejected') continue;
    if (first === undefined) first = { member, index, error: result.reason };
    else member.logUnexpected(result.reason);
  }
  return first;
}

/** A name means one type in all functions of a context, and a value that a URL can say: boot has seen to both. */
function joinParams(sent: readonly SentArguments[]): Params {
  const [only] = sent;
  return (sent.length === 1 ? only : Object.assign({}, ...sent)) as Params;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}
