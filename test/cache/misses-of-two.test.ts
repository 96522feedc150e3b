import { memoryStore } from '@mizan/nestjs';
import { redisStore } from '@mizan/nestjs/redis';
import { afterEach, describe, expect, it } from 'vitest';

import { BundleCache } from '../../libs/nestjs/src/cache/bundle-cache.js';
import { Callers } from '../../libs/nestjs/src/cache/callers.js';
import { type CacheStore, GuardedStore } from '../../libs/nestjs/src/cache/store/index.js';
import { IdentityResolver } from '../../libs/nestjs/src/identity/index.js';
import { Gate } from '../../libs/nestjs/test-support/cached-app.js';
import { reportPlan } from '../../libs/nestjs/test-support/report-plan.js';
import { hasRedis, startRedis, titled } from '../services.js';

/** What all processes compute. */
class Report {
  runs = 0;
  isBroken = false;
  readonly started = new Gate();
  readonly gate = new Gate();

  async compute() {
    this.runs += 1;
    const bundle = String(this.runs);
    this.started.open();
    await this.gate.opened;
    if (this.isBroken) return { kind: 'handled' } as const;
    return { kind: 'success', bundle, params: {} } as const;
  }
}

/** A process, as far as the cache can tell. Nobody's time runs out here, however busy the machine is. */
function startProcess(store: CacheStore, report: Report) {
  const guarded = new GuardedStore(store, { budgetMs: 10_000 });
  const callers = new Callers(new IdentityResolver(), undefined);
  const cache = new BundleCache(guarded, callers, { secret: 's'.repeat(32), maxEntryBytes: 1000 });
  const read = async () => {
    const outcome = await cache.read(reportPlan, {
      request: {},
      authorized: [undefined],
      peekParams: () => ({}),
      run: () => report.compute(),
    });
    return outcome.kind === 'success' ? outcome.bundle : outcome.kind;
  };
  return { read, guarded };
}

/** Starts all of them before the first is computed. */
async function together(report: Report, reads: readonly (() => Promise<string>)[]): Promise<string[]> {
  const replies = reads.map((read) => read());
  await report.started.opened;
  report.gate.open();
  return Promise.all(replies);
}

const found = hasRedis() || undefined;

describe.skipIf(found === undefined)(titled('reads that two processes miss', 'redis', found), () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });

  const startTwo = async (report: Report, options = {}) => {
    const redis = await startRedis();
    ends.push(() => redis.stop());
    const two = [];
    for (let index = 0; index < 2; index += 1) {
      const { guarded, read } = startProcess(redisStore({ url: redis.url, ...options }), report);
      await guarded.open({ layouts: new Map(), longestTtlMs: reportPlan.ttlMs });
      ends.push(() => guarded.close());
      two.push(read);
    }
    return two;
  };

  it.each([{}, { memoryTier: true }])(
    'are computed once for 100 of them, with the store %o',
    async (options) => {
      const report = new Report();
      const two = await startTwo(report, options);
      const reads = Array.from({ length: 50 }, () => two).flat();
      expect(new Set(await together(report, reads))).toEqual(new Set(['1']));
      expect(report.runs).toBe(1);
    },
  );

  it('fail each for itself, and hold up nobody who comes later', async () => {
    const report = new Report();
    report.isBroken = true;
    const two = await startTwo(report);
    expect(await together(report, [...two, ...two])).toEqual(Array.from({ length: 4 }, () => 'handled'));
    expect(report.runs).toBe(4);
    report.isBroken = false;
    for (const read of two) expect(await read()).toBe('5');
  });
});

/** Who holds the lock of every read, and never lets go. */
const heldFor = (ms: number) => {
  const store = memoryStore();
  const scopeStore: CacheStore['scopes'] = {
    readVersions: (names) => store.scopes.readVersions(names),
    mark: (names, markId, ttlMs) => store.scopes.mark(names, markId, ttlMs),
    renew: (names, markId) => store.scopes.renew(names, markId),
    release: (lock, holder) => store.scopes.release(lock, holder),
    acquire: async (lock, holder, ttlMs) => {
      if (locks.has(lock)) return store.scopes.acquire(lock, holder, ttlMs);
      locks.add(lock);
      await store.scopes.acquire(lock, 'dead', ms);
      return false;
    },
  };
  const locks = new Set<string>();
  return { ...store, scopes: scopeStore, isShared: true };
};

describe('what a process did not keep', () => {
  it('is computed at once by all who waited for it, and not by one after the other', async () => {
    const store = { ...memoryStore(), isShared: true };
    const report = new Report();
    report.isBroken = true;
    const all = new Gate();
    const compute = report.compute.bind(report);
    report.compute = async () => {
      const outcome = compute();
      if (report.runs === 5) all.open();
      // The first holds the lock; the others wait for each other.
      if (report.runs > 1) await all.opened;
      return outcome;
    };
    const reads = Array.from({ length: 5 }, () => startProcess(store, report).read);
    const startedAt = performance.now();
    expect(await together(report, reads)).toEqual(reads.map(() => 'handled'));
    // One after the other would wait until locks end, which is after 3 seconds.
    expect(performance.now() - startedAt).toBeLessThan(2500);
  });
});

describe('a lock of a process that has died', () => {
  it.each([
    ['is free when its time is over', 150],
    ['is not waited for longer than three seconds', 60_000],
  ])('%s', async (_what, ms) => {
    const report = new Report();
    report.gate.open();
    const { read } = startProcess(heldFor(ms), report);
    const startedAt = performance.now();
    expect(await read()).toBe('1');
    const took = performance.now() - startedAt;
    expect(took).toBeGreaterThanOrEqual(Math.min(ms, 3000) - 1);
    expect(await read()).toBe('1');
  });
});
