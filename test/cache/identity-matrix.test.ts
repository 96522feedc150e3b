import type { CacheStore } from '@mizan/nestjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ConformanceApp, createConformanceApp } from '../../apps/conformance/src/index.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';
import { openStore, storeKinds } from './cache-stores.js';
import { until } from './store-contract.js';

const secret = 'the matrix of identities '.repeat(2);
const callers = [null, 'ada', 'sam', 'root'] as const;
type Caller = (typeof callers)[number];

/** Every context of the fixture app, with params that are one bundle (on one line) and that are not. */
const bundles: readonly (readonly [first: string, ...others: string[]])[] = [
  ['global/', 'global/?unknown=1'],
  ['user/?user_id=5', 'user/?user_id=05', 'user/?user_id=6&user_id=5', 'user/?x=&user_id=5'],
  ['user/?user_id=5&limit=1', 'user/?limit=1&user_id=5'],
  ['user/?user_id=5&limit=0'],
  ['user/?user_id=6'],
  ['board/?team=a', 'board/?x=1&team=a'],
  ['board/?team=a&archived=true', 'board/?team=a&archived=1', 'board/?team=a&archived=ON'],
  ['board/?team=a&archived=false', 'board/?archived=off&team=a'],
  ['board/?team=A'],
  ['board/?team='],
  ['board/?team=1'],
  ['board/?team=null'],
  ['board/?team=%C3%A9%20%26%3B%3D%22%E2%80%A8%F0%9F%98%80'],
  ['staff_room/', 'staff_room/?team=a'],
  ['mixed_room/'],
  ['flaky/?n=1', 'flaky/?n=01'],
  ['flaky/?n=2'],
];
/** What is refused, whoever asks. */
const refusals = [
  'user/',
  'user/?user_id=x',
  'user/?user_id=5&limit=1.5',
  'board/?team=a&archived=maybe',
  'flaky/?n=0',
  'nowhere/',
];
const paths = [...bundles.flat(), ...refusals];

interface Answer {
  readonly status: number;
  readonly text: string;
  /** But for what tells of the cache, and of the time. */
  readonly headers: Readonly<Record<string, string>>;
}

interface Read {
  readonly answer: Answer;
  readonly cache: string | null;
}

async function read(app: ConformanceApp, caller: Caller, path: string): Promise<Read> {
  const response = await fetch(`${app.baseUrl}/ctx/${path}`, { headers: app.headersFor(caller) });
  const { date: _, 'x-mizan-cache': cache = null, ...headers } = Object.fromEntries(response.headers);
  return { answer: { status: response.status, text: await response.text(), headers }, cache };
}

async function call(app: ConformanceApp, caller: Caller, fn: string, args: object): Promise<number> {
  const response = await fetch(`${app.baseUrl}/call/`, {
    method: 'POST',
    headers: { ...app.headersFor(caller), 'content-type': 'application/json' },
    body: JSON.stringify({ fn, args }),
  });
  return response.status;
}

const cellsOf = (some: readonly string[]) =>
  some.flatMap((path) => callers.map((caller) => ({ path, caller })));
const found = hasRedis() || undefined;

describe.skipIf(found === undefined)(titled('a cache and several identities', 'redis', found), () => {
  let redis: RunningService;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  const apps = storeKinds.flatMap((kind) =>
    (['express', 'fastify'] as const).map((platform) => ({ kind, platform })),
  );
  describe.each(apps)('$kind, on $platform', ({ kind, platform }) => {
    let bare: ConformanceApp;
    let cached: ConformanceApp;
    let started: ConformanceApp[];

    const start = async (store?: CacheStore): Promise<ConformanceApp> => {
      const app = await createConformanceApp({ platform, ...(store && { cache: { secret, store } }) });
      started.push(app);
      return app;
    };
    beforeAll(async () => {
      started = [];
      bare = await start();
      cached = await start(openStore(kind, redis.url));
    });
    afterAll(async () => {
      for (const app of started) await app.close();
    });

    /** What a caller gets is what the same caller gets without a cache. */
    const readChecked = async (app: ConformanceApp, caller: Caller, path: string): Promise<string | null> => {
      const { answer, cache } = await read(app, caller, path);
      expect({ caller, path, ...answer }).toEqual({
        caller,
        path,
        ...(await read(bare, caller, path)).answer,
      });
      return cache;
    };
    /** A network may be late, and what it brings is then computed; memory never is. */
    const expectHit = (app: ConformanceApp, caller: Caller, path: string): Promise<void> =>
      until(async () => {
        const cache = await readChecked(app, caller, path);
        if (kind === 'memory') expect({ caller, path, cache }).toEqual({ caller, path, cache: 'HIT' });
        return cache === 'HIT';
      });
    const isAdmitted = async (caller: Caller, path: string): Promise<boolean> =>
      (await read(bare, caller, path)).answer.status === 200;

    it('never gives one the bundle of another: each has to compute its own, and then finds it', async () => {
      for (const [first, ...others] of bundles) {
        for (const caller of callers) {
          const isBundle = await isAdmitted(caller, first);
          const cold = await readChecked(cached, caller, first);
          expect({ caller, first, cold }).toEqual({ caller, first, cold: isBundle ? 'MISS' : null });
        }
        for (const { path, caller } of cellsOf([first, ...others])) {
          if (caller !== null && (await isAdmitted(caller, path))) await expectHit(cached, caller, path);
          else expect(await readChecked(cached, caller, path)).not.toBe('HIT');
        }
      }
      // As many as it takes for each kind of answer to be among them.
      const admitted = await Promise.all(cellsOf(paths).map(({ caller, path }) => isAdmitted(caller, path)));
      expect(admitted.filter(Boolean).length).toBeGreaterThan(60);
      expect(admitted.filter((isIn) => !isIn).length).toBeGreaterThan(20);
    });

    it('refuses what it refuses without a cache, with the same words, also once others have read', async () => {
      for (const { path, caller } of [...cellsOf(refusals), ...cellsOf(refusals)]) {
        expect(await readChecked(cached, caller, path)).toBeNull();
      }
      for (const caller of [null, 'ada'] as const) {
        for (const path of ['staff_room/', 'mixed_room/']) await readChecked(cached, caller, path);
      }
    });

    it('keeps identities apart when all ask at the same time, cold', async () => {
      const app = await start(openStore(kind, redis.url));
      const cells = cellsOf(paths);
      const expected = await Promise.all(cells.map(({ caller, path }) => read(bare, caller, path)));
      const ask = cells.map(({ caller, path }, index) => async () => {
        const { answer } = await read(app, caller, path);
        expect({ caller, path, ...answer }).toEqual({ caller, path, ...expected[index]?.answer });
      });
      await Promise.all([...ask, ...ask.toReversed(), ...ask].map((one) => one()));
      expect(app.cacheCounters().hits + app.cacheCounters().shared).toBeGreaterThan(0);
    });

    it('computes for everybody anew what a mutation has changed, and nothing else', async () => {
      const stale = ['user/?user_id=5', 'user/?user_id=5&limit=1'];
      const kept = ['user/?user_id=6', 'board/?team=a', 'global/'];
      for (const path of [...stale, ...kept]) {
        for (const caller of ['ada', 'sam', 'root'] as const) await expectHit(cached, caller, path);
      }
      expect(await call(cached, 'ada', 'ban', { user_id: 5 })).toBe(403);
      for (const path of [...stale, ...kept]) await expectHit(cached, 'ada', path);

      expect(await call(cached, 'sam', 'ban', { user_id: 5 })).toBe(200);
      for (const path of stale) {
        for (const caller of ['ada', 'sam', 'root'] as const) {
          expect(await readChecked(cached, caller, path)).toBe('MISS');
        }
      }
      for (const path of kept) {
        for (const caller of ['ada', 'sam', 'root'] as const) await expectHit(cached, caller, path);
      }
    });

    if (kind === 'memory') return;

    it('gives what another process has stored to the same caller only', async () => {
      const prefix = `shared on ${platform} in ${kind}:`;
      const [here, there] = [
        await start(openStore(kind, redis.url, prefix)),
        await start(openStore(kind, redis.url, prefix)),
      ];
      await expectHit(here, 'sam', 'global/');
      for (const caller of [null, 'ada', 'root'] as const) {
        expect(await readChecked(there, caller, 'global/')).toBe('MISS');
      }
      const cache = await readChecked(there, 'sam', 'global/');
      // A store that did not answer in time is the one excuse.
      if (there.cacheCounters().errors === 0) expect(cache).toBe('HIT');
    });
  });
});
