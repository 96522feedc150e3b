import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { CallOutcome } from '../dispatch/outcome.js';
import { Conflict, ValidationFailed } from '../errors/index.js';
import type { MizanIdentity } from '../identity/index.js';
import { type AnswerStore, type KeptAnswer, lockMs } from './answer-store.js';
import { AskedAnswers } from './asked-answers.js';
import { fingerprintOf, hashOf } from './fingerprint.js';
import { replay } from './replay.js';

/** A call that may be sent more than once. */
export interface RepeatableCall {
  /** The wire name of the function. */
  readonly name: string;
  /** What the client calls this call. */
  readonly key: string;
  readonly who: MizanIdentity | null;
  readonly args: unknown;
}

interface Flight {
  readonly fingerprint: string;
  /** What was kept of it; nothing when it did not succeed. Never rejects. */
  readonly done: Promise<KeptAnswer | undefined>;
}

interface Run {
  readonly outcome: CallOutcome;
  readonly kept: KeptAnswer | undefined;
}

/** How long a call waits for the same one in another process, and how often it looks, in milliseconds. */
const waitMs = 30_000;
const lookEveryMs = 100;

/**
 * Makes a call happen once, however often it is sent (PROTOCOL 13): who repeats it gets the answer of the first. Only
 * what succeeded is remembered, so that what failed can be tried again under the same key.
 */
export class Idempotency {
  readonly #answers: AskedAnswers;
  readonly #flights = new Map<string, Flight>();

  constructor(store: AnswerStore) {
    this.#answers = new AskedAnswers(store);
  }

  /**
   * @param run must not reject
   * @throws ValidationFailed when the key was used for another call
   * @throws Conflict when the first is running for long, or its answer was too long to be kept
   * @throws ServiceUnavailable when it cannot be told whether there was a first
   */
  async once(call: RepeatableCall, run: () => Promise<CallOutcome>): Promise<CallOutcome> {
    const { name, key, who, args } = call;
    const id = hashOf(JSON.stringify([who?.id ?? null, name, key]));
    const fingerprint = fingerprintOf(args);
    for (let flight = this.#flights.get(id); flight !== undefined; flight = this.#flights.get(id)) {
      assertSame(fingerprint, flight.fingerprint);
      const kept = await flight.done;
      if (kept !== undefined) return replay(kept);
    }
    return this.#fly(id, fingerprint, run);
  }

  async #fly(id: string, fingerprint: string, run: () => Promise<CallOutcome>): Promise<CallOutcome> {
    const running = this.#lead(id, fingerprint, run);
    const done = running.then(
      ({ kept }) => kept,
      () => undefined,
    );
    this.#flights.set(id, { fingerprint, done });
    try {
      return (await running).outcome;
    } finally {
      this.#flights.delete(id);
    }
  }

  async #lead(id: string, fingerprint: string, run: () => Promise<CallOutcome>): Promise<Run> {
    const holder = randomUUID();
    const deadline = Date.now() + waitMs;
    for (;;) {
      const isHeld = await this.#answers.acquire(id, holder);
      // Looked at behind the lock: the first may have ended just before.
      const kept = await this.#answers.read(id, isHeld ? holder : undefined);
      if (kept !== undefined) {
        assertSame(fingerprint, kept.fingerprint);
        return { outcome: replay(kept), kept };
      }
      if (isHeld) break;
      if (Date.now() > deadline) throw new Conflict('The first call with this Idempotency-Key still runs');
      await delay(lookEveryMs);
    }
    const stillRuns = setInterval(() => void this.#answers.extend(id, holder), lockMs / 3);
    try {
      const outcome = await run();
      return { outcome, kept: await this.#keep(id, fingerprint, outcome) };
    } finally {
      clearInterval(stillRuns);
      await this.#answers.release(id, holder);
    }
  }

  async #keep(id: string, fingerprint: string, outcome: CallOutcome): Promise<KeptAnswer | undefined> {
    if (outcome.kind !== 'success' || outcome.isRefused === true) return undefined;
    const { result, invalidate, merge } = outcome;
    const answer: KeptAnswer = { fingerprint, result, invalidate, merge };
    await this.#answers.keep(id, answer);
    return answer;
  }
}

function assertSame(fingerprint: string, first: string): void {
  if (fingerprint === first) return;
  throw new ValidationFailed({
    fields: { 'Idempotency-Key': ['was used with other arguments'] },
    message: 'This Idempotency-Key was used with other arguments',
  });
}
