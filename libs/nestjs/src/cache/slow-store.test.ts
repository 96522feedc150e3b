import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportPlan } from '../../test-support/report-plan.js';
import { IdentityResolver } from '../identity/index.js';
import { BundleCache } from './bundle-cache.js';
import { Callers } from './callers.js';
import { type CacheStore, GuardedStore, memoryStore } from './store/index.js';

/** Each of its operations takes so long. */
function slowStore(ms: number): CacheStore {
  const { scopes: inner, entries, ...store } = memoryStore();
  const after = async <Answer>(answer: () => Promise<Answer>): Promise<Answer> => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return answer();
  };
  return {
    ...store,
    isShared: true,
    scopes: {
      readVersions: (names) => after(() => inner.readVersions(names)),
      mark: (names, markId, ttlMs) => after(() => inner.mark(names, markId, ttlMs)),
      renew: (names, markId) => after(() => inner.renew(names, markId)),
      acquire: (lock, holder, ttlMs) => after(() => inner.acquire(lock, holder, ttlMs)),
      release: (lock, holder) => after(() => inner.release(lock, holder)),
    },
    entries: {
      get: (key) => after(() => entries.get(key)),
      set: (key, entry, ttlMs) => after(() => entries.set(key, entry, ttlMs)),
    },
  };
}

function start(ms: number) {
  const guarded = new GuardedStore(slowStore(ms));
  const callers = new Callers(new IdentityResolver(), undefined);
  const settings = { secret: 's'.repeat(32), maxEntryBytes: 1000 };
  return { guarded, cache: new BundleCache(guarded, callers, settings) };
}

/** A read of one request: how long it took, all that it asks of the store included, and what came of it. */
async function read(cache: BundleCache) {
  const startedAt = performance.now();
  const reading = cache
    .read(reportPlan, {
      request: {},
      authorized: [undefined],
      peekParams: () => ({}),
      run: async () => ({ kind: 'success', bundle: '{}', params: {} }),
    })
    .then(async (outcome) => {
      if (outcome.kind !== 'success') throw new Error(outcome.kind);
      const isCurrent = await outcome.isCurrent?.();
      return { cache: outcome.cache, isCurrent, ms: performance.now() - startedAt };
    });
  await vi.advanceTimersByTimeAsync(1000);
  return reading;
}

describe('a store that is slow', () => {
  beforeEach(() => {
    Logger.overrideLogger(false);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    Logger.overrideLogger(true);
  });

  it.each([
    [40, 40],
    [20, 40],
    [12, 48],
  ])('and answers after %i ms costs a request that misses one budget in all: %i ms', async (ms, total) => {
    const { guarded, cache } = start(ms);
    expect(await read(cache)).toMatchObject({ cache: 'MISS', ms: total });
    expect(guarded).toMatchObject({ isWorking: true, failures: 0 });
    expect(await read(cache)).toMatchObject({ cache: 'HIT' });
  });

  it('is not asked whether an answer still counts when that would take longer than the budget', async () => {
    const { cache } = start(40);
    expect(await read(cache)).toMatchObject({ isCurrent: false });
    expect(await read(cache)).toEqual({ cache: 'HIT', isCurrent: false, ms: 40 });
    const quick = start(10);
    await read(quick.cache);
    expect(await read(quick.cache)).toEqual({ cache: 'HIT', isCurrent: true, ms: 20 });
  });

  it('and takes longer than the budget costs one budget, and nobody after that', async () => {
    const { guarded, cache } = start(60);
    expect(await read(cache)).toMatchObject({ cache: 'MISS', ms: 50 });
    expect(guarded.failures).toBe(1);
  });
});
