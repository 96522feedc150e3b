import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Gate } from '../../test-support/cached-app.js';
import type { CacheStore } from '../cache/index.js';
import { memoryStore } from '../cache/index.js';
import type { CallOutcome } from '../dispatch/outcome.js';
import { type AnswerStore, keepMs, type KeptAnswer, lockMs } from './answer-store.js';
import { Idempotency } from './idempotency.js';
import { MemoryAnswers } from './memory-answers.js';
import { SharedAnswers } from './shared-answers.js';

const answer: KeptAnswer = { fingerprint: 'f', result: '{"result":1}', invalidate: [], merge: [] };
const outcome: CallOutcome = { kind: 'success', result: '{"result":1}', invalidate: [], merge: [] };
const call = { name: 'pay', key: 'k', who: null, args: { total: 5 } };

describe('answers in memory', () => {
  afterEach(() => void vi.useRealTimers());

  it('are forgotten after a day', async () => {
    vi.useFakeTimers();
    const answers = new MemoryAnswers();
    await answers.keep('a', answer);
    vi.advanceTimersByTime(keepMs - 1);
    expect(await answers.read('a')).toEqual(answer);
    vi.advanceTimersByTime(1);
    expect(await answers.read('a')).toBeUndefined();
  });

  it('are bounded: the ones that nobody asked for go first', async () => {
    const answers = new MemoryAnswers();
    await answers.keep('first', answer);
    for (let index = 0; index < 12_000; index++) await answers.keep(String(index), answer);
    expect(await answers.read('first')).toBeUndefined();
    expect(await answers.read('11999')).toEqual(answer);
    const large = { ...answer, result: 'x'.repeat(10 * 1024 * 1024) };
    await expect(answers.keep('large', large)).rejects.toThrow('more memory');
    expect(await answers.read('large')).toBeUndefined();
  });
});

/** Two processes on one store, as far as one process can be two. */
function openTwo(store: CacheStore = memoryStore()) {
  return [new Idempotency(new SharedAnswers(store)), new Idempotency(new SharedAnswers(store))] as const;
}

describe('two processes on one store', () => {
  it('run a call once between them, and give the answer of the first', async () => {
    const [here, there] = openTwo();
    let runs = 0;
    const gate = new Gate();
    const run = () => {
      runs += 1;
      return gate.opened.then(() => outcome);
    };
    const first = here.once(call, run);
    await vi.waitFor(() => expect(runs).toBe(1));
    const second = there.once(call, run);
    gate.open();
    expect(await first).toEqual(outcome);
    expect(await second).toEqual({ ...outcome, isReplayed: true });
    expect(runs).toBe(1);
  });

  it('refuse other arguments under the key, wherever it was used', async () => {
    const [here, there] = openTwo();
    await here.once(call, () => Promise.resolve(outcome));
    const other = there.once({ ...call, args: { total: 6 } }, () => Promise.resolve(outcome));
    await expect(other).rejects.toMatchObject({ code: 'VALIDATION_ERROR' });
  });

  it('leave a call that failed to whoever tries it next', async () => {
    const [here, there] = openTwo();
    const failure: CallOutcome = {
      kind: 'failure',
      status: 409,
      body: { error: true, code: 'CONFLICT', message: 'x' },
    };
    expect(await here.once(call, () => Promise.resolve(failure))).toEqual(failure);
    expect(await there.once(call, () => Promise.resolve(outcome))).toEqual(outcome);
  });
});

function storeWith(failing: Partial<AnswerStore>): AnswerStore {
  return {
    read: () => Promise.resolve(undefined),
    keep: () => Promise.resolve(),
    acquire: () => Promise.resolve(true),
    release: () => Promise.resolve(),
    ...failing,
  };
}

const fails = () => Promise.reject(new Error('gone'));
const never = () => new Promise<never>(() => {});

describe('a call', () => {
  afterEach(() => void vi.useRealTimers());

  it('whose answer is too long to be kept is not made again', async () => {
    const long: CallOutcome = { ...outcome, result: JSON.stringify('x'.repeat(1024 * 1024)) };
    let runs = 0;
    const run = () => Promise.resolve(((runs += 1), long));
    for (const store of [new MemoryAnswers(), new SharedAnswers(memoryStore())]) {
      const answers = new Idempotency(store);
      runs = 0;
      // Those that wait for the first hear what it hears.
      expect(await Promise.all([answers.once(call, run), answers.once(call, run)])).toEqual([
        long,
        { ...long, isReplayed: true },
      ]);
      await expect(answers.once(call, run)).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(runs).toBe(1);
    }
  });

  it('holds its key for as long as it runs', async () => {
    vi.useFakeTimers();
    const [here, there] = openTwo();
    let runs = 0;
    const gate = new Gate();
    const run = () => {
      runs += 1;
      return gate.opened.then(() => outcome);
    };
    const first = here.once(call, run);
    await vi.advanceTimersByTimeAsync(10 * lockMs);
    const second = there.once(call, run);
    await vi.advanceTimersByTimeAsync(1000);
    gate.open();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await first).toEqual(outcome);
    expect(await second).toEqual({ ...outcome, isReplayed: true });
    expect(runs).toBe(1);
  });
});

describe('a store that fails', () => {
  afterEach(() => void vi.useRealTimers());

  it('by never answering is waited for no longer than a few seconds', async () => {
    vi.useFakeTimers();
    const released: string[] = [];
    const release = (id: string) => Promise.resolve(void released.push(id));
    let runs = 0;
    const run = () => Promise.resolve(((runs += 1), outcome));
    const waiting = new Idempotency(storeWith({ acquire: never, release })).once(call, run);
    await Promise.all([
      expect(waiting).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' }),
      vi.advanceTimersByTimeAsync(4000),
    ]);
    // The key may have been given too late.
    expect([runs, released]).toEqual([0, [expect.any(String)]]);
    Logger.overrideLogger(false);
    const answered = new Idempotency(storeWith({ keep: never, release: never })).once(call, run);
    await vi.advanceTimersByTimeAsync(8000);
    expect(await answered).toEqual(outcome);
  });

  it('after it gave a key does not keep that: the call can be tried again', async () => {
    const released: string[] = [];
    const store = storeWith({
      read: fails,
      release: (id) => Promise.resolve(void released.push(id)),
    });
    const tried = new Idempotency(store).once(call, () => Promise.resolve(outcome));
    await expect(tried).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(released).toHaveLength(1);
  });

  it('before the call keeps it from running: it could be the second one', async () => {
    let runs = 0;
    const run = () => Promise.resolve(((runs += 1), outcome));
    for (const store of [storeWith({ read: fails }), storeWith({ acquire: fails })]) {
      await expect(new Idempotency(store).once(call, run)).rejects.toMatchObject({
        code: 'SERVICE_UNAVAILABLE',
      });
    }
    expect(runs).toBe(0);
  });

  it('after the call takes nothing from its answer', async () => {
    Logger.overrideLogger(false);
    const store = storeWith({ keep: fails, release: fails });
    expect(await new Idempotency(store).once(call, () => Promise.resolve(outcome))).toEqual(outcome);
  });
});
