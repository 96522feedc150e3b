import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { heldBytes } from '../../../test-support/held-bytes.js';
import type { CacheStore, ScopeStore } from './cache-store.js';
import { GuardedStore } from './guarded-store.js';
import { memoryStore } from './memory-store.js';

/** A store in memory that fails when it is told to, and counts what it was asked. */
class FallibleStore implements CacheStore {
  readonly isShared = true;
  isDown = false;
  asked = 0;
  readonly renewed: string[] = [];
  readonly #inner = memoryStore();
  readonly scopes: ScopeStore = {
    readVersions: (scopes) => this.#ask(() => this.#inner.scopes.readVersions(scopes)),
    mark: (scopes, markId, ttlMs) => this.#ask(() => this.#inner.scopes.mark(scopes, markId, ttlMs)),
    renew: (scopes, markId) =>
      this.#ask(() => {
        this.renewed.push(...scopes);
        return this.#inner.scopes.renew(scopes, markId);
      }),
    acquire: (lock, holder, ttlMs) => this.#ask(() => this.#inner.scopes.acquire(lock, holder, ttlMs)),
    release: (lock, holder) => this.#ask(() => this.#inner.scopes.release(lock, holder)),
  };
  readonly entries = {
    get: (key: string) => this.#ask(() => this.#inner.entries.get(key)),
    set: (key: string, entry: unknown, ttlMs: number) =>
      this.#ask(() => this.#inner.entries.set(key, entry, ttlMs)),
  };

  async open(): Promise<void> {
    if (this.isDown) throw new Error('it is down');
  }

  async close(): Promise<void> {}

  async #ask<T>(operation: () => Promise<T>): Promise<T> {
    this.asked += 1;
    if (this.isDown) throw new Error('it is down');
    return operation();
  }
}

/** Of its own memory each, as what is read from a request. */
const long = () => Buffer.alloc(100_000, 'x').toString();

const minute = 60_000;
const probeEveryMs = 500;

describe('GuardedStore', () => {
  const logged: string[] = [];
  let store: FallibleStore;
  let guarded: GuardedStore;

  beforeEach(() => {
    logged.length = 0;
    Logger.overrideLogger({
      log: (text: string) => logged.push(`log ${text}`),
      warn: (text: string) => logged.push(`warn ${text}`),
      error: (text: string) => logged.push(`error ${text}`),
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    store = new FallibleStore();
    guarded = new GuardedStore(store);
  });
  afterEach(() => {
    vi.useRealTimers();
    Logger.overrideLogger(true);
  });

  const warnings = () => logged.filter((line) => line.startsWith('warn'));
  const read = (scope: string) => guarded.begin().readVersions([scope]);

  it('lets requests go on where the store fails: nothing is known, nothing is found, nobody waits', async () => {
    store.isDown = true;
    const turn = guarded.begin();
    expect(await turn.readVersions(['ticket', 'user'])).toEqual([undefined, undefined]);
    expect(await turn.get('key')).toBeUndefined();
    await turn.set('key', 'entry', minute);
    expect(await turn.acquire('lock', 'holder', minute)).toBe(true);
    expect(await turn.acquire('lock', 'another', minute)).toBe(true);
    await turn.release('lock', 'holder');
    expect(store.asked).toBe(1);
    expect(guarded).toMatchObject({ isWorking: false, failures: 1 });
  });

  it('asks a store that has failed again by itself, and says when it works', async () => {
    store.isDown = true;
    await read('ticket');
    await vi.advanceTimersByTimeAsync(10 * probeEveryMs);
    expect(guarded.isWorking).toBe(false);
    store.isDown = false;
    await vi.advanceTimersByTimeAsync(probeEveryMs);
    expect(guarded.isWorking).toBe(true);
    expect(logged).toEqual([
      expect.stringMatching(/^warn .*it is down/),
      expect.stringMatching(/^log .*after 5\.5 s/),
    ]);
  });

  it('warns at most once a minute of a store that comes and goes, and of each that stays away', async () => {
    for (let outage = 0; outage < 20; outage += 1) {
      store.isDown = true;
      await read('ticket');
      store.isDown = false;
      await vi.advanceTimersByTimeAsync(probeEveryMs);
      expect(guarded.isWorking).toBe(true);
    }
    expect(warnings()).toHaveLength(1);
    store.isDown = true;
    await read('ticket');
    expect(warnings()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10 * minute);
    expect(warnings()).toHaveLength(2);
  });

  it('tells the store of a mutation as soon as it can, and uses it no sooner than otherwise', async () => {
    const [before] = await read('ticket');
    store.isDown = true;
    await guarded.begin().renew(['ticket'], 'm');
    store.isDown = false;
    await vi.advanceTimersByTimeAsync(1);
    expect(store.renewed).toEqual(['ticket']);
    expect(await read('ticket')).toEqual([undefined]);

    await guarded.begin().mark(['user'], 'm2', minute);
    await vi.advanceTimersByTimeAsync(1);
    await vi.advanceTimersByTimeAsync(probeEveryMs);
    expect(await read('user')).toEqual([undefined]);
    expect(guarded.isWorking).toBe(true);
    expect(await read('ticket')).not.toEqual([before]);
    await guarded.begin().renew(['user'], 'm2');
    expect(await read('user')).toEqual([expect.any(String)]);
  });

  it('remembers whole contexts instead of too many of their scopes', async () => {
    const scopes = Array.from({ length: 30_000 }, (_, at) => `ticket;ticket_id=${at}`);
    const before = await guarded.begin().readVersions(['ticket', 'user', 'board']);
    store.isDown = true;
    for (const scope of scopes) await guarded.begin().renew([scope, 'user;user_id=1'], `mark ${scope}`);
    await guarded.begin().renew(['board;id=1']);
    store.isDown = false;
    store.renewed.length = 0;
    await vi.advanceTimersByTimeAsync(probeEveryMs);
    expect(guarded.isWorking).toBe(true);
    expect(store.renewed.length).toBeLessThan(25_000);
    const after = await guarded.begin().readVersions(['ticket', 'user', 'board']);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
    expect(after[2]).toBe(before[2]);
    expect(store.renewed).toContain('board;id=1');
  });

  it('remembers whole contexts instead of scopes with params that are long', async () => {
    store.isDown = true;
    const heldBefore = heldBytes();
    for (let at = 0; at < 1000; at += 1) {
      await guarded.begin().renew([`ticket;q=${at}${long()}`], `mark ${at}`);
      await guarded.begin().renew([`board;q=${at}${long()}`]);
    }
    // 200 MB of scopes came in.
    expect(heldBytes() - heldBefore).toBeLessThan(30_000_000);
    store.isDown = false;
    await vi.advanceTimersByTimeAsync(probeEveryMs);
    expect(store.renewed).toEqual(expect.arrayContaining(['ticket', 'board']));
    expect(guarded.isWorking).toBe(true);
  });

  it('gives up what does not answer within the budget of one request', async () => {
    vi.spyOn(store.scopes, 'acquire').mockReturnValueOnce(new Promise(() => {}));
    const taken = guarded.begin().acquire('lock', 'holder', minute);
    await vi.advanceTimersByTimeAsync(49);
    expect(guarded.isWorking).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(await taken).toBe(true);
    expect(warnings()).toEqual([expect.stringContaining('no answer within 50 ms')]);
  });

  it('does not blame the store for a process that stood still', async () => {
    vi.useRealTimers();
    let answer: ((isTaken: boolean) => void) | undefined;
    vi.spyOn(store.scopes, 'acquire').mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    const taken = guarded.begin().acquire('lock', 'holder', minute);
    const until = performance.now() + 120;
    while (performance.now() < until) void 0;
    // As an answer that has arrived meanwhile: it is read when the timers that are due have run.
    setImmediate(() => answer?.(false));
    expect(await taken).toBe(false);
    expect(guarded.isWorking).toBe(true);
  });

  it('starts without a store that cannot be opened', async () => {
    store.isDown = true;
    await guarded.open({ layouts: new Map(), longestTtlMs: minute });
    expect(guarded.isWorking).toBe(false);
    expect(warnings()).toHaveLength(1);
  });

  it('tells the store before it closes what it could not tell before', async () => {
    store.isDown = true;
    await guarded.begin().renew(['ticket'], 'm');
    store.isDown = false;
    await guarded.close();
    expect(store.renewed).toEqual(['ticket']);
    expect(warnings()).toHaveLength(1);
  });
});
