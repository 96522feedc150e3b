import { Injectable } from '@nestjs/common';
import { Arg, defineContext, MizanClient, mizanTesting } from '@mizan/nestjs';
import { redisStore } from '@mizan/nestjs/redis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type CachedApp, Gate, startCachedApp } from '../../libs/nestjs/test-support/cached-app.js';
import { hasRedis, startRedis, titled } from '../services.js';

const Report = defineContext('report');

const found = hasRedis() || undefined;

describe.skipIf(found === undefined)(
  titled('reads that miss at the same time in two processes', 'redis', found),
  () => {
    let runs = 0;
    let isBroken = false;
    let gate: Gate;
    let started: Gate;
    let apps: CachedApp[];
    let ends: (() => Promise<void>)[];

    @Injectable()
    class Functions {
      @MizanClient({ context: Report, output: 'integer', cache: { scope: 'public' } })
      async report(@Arg('year', 'integer') _year: number): Promise<number> {
        runs += 1;
        const run = runs;
        started.open();
        await gate.opened;
        if (isBroken) throw new Error('broken');
        return run;
      }
    }

    beforeEach(async () => {
      [gate, started, apps, isBroken] = [new Gate(), new Gate(), [], false];
      const redis = await startRedis();
      ends = [() => redis.stop()];
      for (let index = 0; index < 2; index += 1) {
        const app = await startCachedApp(
          { providers: [Functions] },
          { cache: { store: redisStore({ url: redis.url }) } },
        );
        apps.push(app);
        ends.push(() => app.close());
      }
      // Warm, so that no budget is spent on what is done but once.
      gate.open();
      for (const app of apps) await app.read('report', '?year=0');
      [gate, started, runs] = [new Gate(), new Gate(), 0];
    });
    afterEach(async () => {
      gate.open();
      for (const end of ends.toReversed()) await end();
    });

    const read = (app: CachedApp) => mizanTesting(app.app).context(Report, { year: 2026 });
    /** In turn from both, and all before the first is computed. Without HTTP, so that nobody's time runs out. */
    const readTogether = async (count: number) => {
      const replies = Array.from({ length: count / 2 }, () => apps.map(read));
      await started.opened;
      gate.open();
      return Promise.allSettled(replies.flat());
    };

    it('are computed once for 100 of them', async () => {
      const value = { report: { result: 1 } };
      for (const reply of await readTogether(100)) expect(reply).toEqual({ status: 'fulfilled', value });
      expect(runs).toBe(1);
    });

    it('fail each for itself, and hold nobody up who comes later', async () => {
      isBroken = true;
      for (const reply of await readTogether(10)) {
        expect(reply).toMatchObject({ status: 'rejected', reason: { code: 'INTERNAL_ERROR' } });
      }
      expect(runs).toBe(10);
      isBroken = false;
      const bodies = [];
      for (const app of apps.toReversed()) bodies.push(await read(app));
      expect(bodies).toEqual([{ report: { result: 11 } }, { report: { result: 11 } }]);
    });
  },
);
