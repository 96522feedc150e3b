import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type ConformanceApp, createConformanceApp } from '../../apps/conformance/src/index.js';
import { type HttpVector, runHttpVector } from '../conformance/run-http.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';
import { workspaceRoot } from '../workspace-root.js';
import { openStore, storeKinds } from './cache-stores.js';

const vectors: readonly HttpVector[] = JSON.parse(
  readFileSync(join(workspaceRoot, 'test/conformance/vectors/http.json'), 'utf8'),
);
const found = hasRedis() || undefined;

describe.skipIf(found === undefined)(titled('http.json with a cache', 'redis', found), () => {
  let redis: RunningService;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  const apps = storeKinds.flatMap((kind) =>
    (['express', 'fastify'] as const).map((platform) => ({ kind, platform })),
  );
  describe.each(apps)('$kind, on $platform', ({ kind, platform }) => {
    let app: ConformanceApp;
    beforeAll(async () => {
      const cache = { secret: 'conformance '.repeat(4), store: openStore(kind, redis.url) };
      app = await createConformanceApp({ platform, cache });
    });
    afterAll(() => app.close());

    it('answers as without it, cold and then warm', async () => {
      for (const vector of vectors) await runHttpVector(app, vector);
      const { hits, misses } = app.cacheCounters();
      expect(misses).toBeGreaterThan(5);
      for (const vector of vectors) await runHttpVector(app, vector);
      expect(app.cacheCounters().hits).toBeGreaterThan(hits);
    });
  });
});
