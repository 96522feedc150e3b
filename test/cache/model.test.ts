import { createClient } from '@keyv/redis';
import { redisStore } from '@mizan/nestjs/redis';
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { type CacheStore, memoryStore } from '../../libs/nestjs/src/cache/store/index.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';
import { mutants } from './model/mutants.js';
import { type ModelOptions, runModel } from './model/run-model.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const found = hasRedis() || undefined;
const steps = 100_000;
const soakSteps = process.env['SOAK'] === '1' ? 10 * steps : steps;
/** A mutant is found after some ten thousand steps; it is given more, so that no seed is an unlucky one. */
const mutantSteps = 10 * steps;
const timeout = 600_000;

// Only time is ours: it passes when the model says so. The connection to Redis keeps the real one.
const realSetTimeout = setTimeout;
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
}));
beforeEach(() => {
  Logger.overrideLogger(false);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

async function passReally(ms: number): Promise<void> {
  await new Promise((resolve) => realSetTimeout(resolve, ms));
}

/** Processes that share one memory, which no processes do: the algorithm is the same, and it is fast. */
function overMemory(): Pick<ModelOptions, 'openStores' | 'pass'> {
  return {
    openStores: () => {
      const store = memoryStore();
      return () => store;
    },
    pass: async (ms) => void vi.advanceTimersByTime(ms),
  };
}

describe(`random reads, mutations and deaths, against a plain model (SEED=${seed})`, { timeout }, () => {
  it('never get an answer that is stale or somebody else’s, over one memory', async () => {
    const report = await runModel({ ...overMemory(), seed, steps: soakSteps, processes: 2 });
    expect(report).toMatchObject({ steps: soakSteps, wrong: [] });
    expect(report.hits).toBeGreaterThan(steps / 200);
    expect(report.deaths).toBeGreaterThan(steps / 1000);
    expect(report.expired).toBeGreaterThan(steps / 2000);
  });

  it('never get one from a process whose store fails at times', async () => {
    const report = await runModel({
      ...overMemory(),
      seed,
      steps: soakSteps,
      processes: 1,
      hasOutages: true,
    });
    expect(report).toMatchObject({ steps: soakSteps, wrong: [] });
    expect(report.hits).toBeGreaterThan(steps / 200);
  });
});

describe.skipIf(found === undefined)(titled(`the same over Redis (SEED=${seed})`, 'redis', found), () => {
  let redis: RunningService;
  let client: ReturnType<typeof createClient>;
  beforeAll(async () => {
    redis = await startRedis();
    client = createClient({ url: redis.url });
    // Each process that is started listens to the one client that all share here.
    client.setMaxListeners(0);
    await client.connect();
  });
  afterAll(async () => {
    client.destroy();
    await redis.stop();
  });

  it.each([
    ['without copies in memory', false],
    ['with copies in the memory of each process', true],
  ])('never get an answer that is stale or somebody else’s, %s', { timeout }, async (_, memoryTier) => {
    const openStores = (round: number) => (): CacheStore =>
      redisStore({ client, prefix: `${memoryTier}-${round}:`, memoryTier });
    const report = await runModel({ openStores, pass: passReally, seed, steps: soakSteps, processes: 2 });
    expect(report).toMatchObject({ steps: soakSteps, wrong: [] });
    expect(report.hits).toBeGreaterThan(steps / 200);
    expect(report.deaths).toBeGreaterThan(steps / 1000);
  });
});

describe(`the model finds a cache that (SEED=${seed})`, { timeout }, () => {
  it.each(mutants)('$title', async (mutant) => {
    const hasOutages = mutant.needsOutages ?? false;
    const processes = hasOutages ? 1 : 2;
    const report = await runModel({
      ...overMemory(),
      seed,
      steps: mutantSteps,
      processes,
      hasOutages,
      mutant,
    });
    expect(report.wrong).not.toEqual([]);
  });
});
