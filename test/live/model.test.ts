import { type CacheStore, memoryStore } from '@mizan/nestjs';
import { describe, expect, it } from 'vitest';
import { RelayBus } from '../../libs/nestjs/test-support/relay-bus.js';
import { type ModelNetwork, runModel } from './model/run-model.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const rounds = process.env['SOAK'] === '1' ? 2_000 : 200;

/** Two processes that share a memory, as they would a Redis. */
function createNetwork(isCached: boolean): ModelNetwork {
  const bus = new RelayBus();
  const memory = memoryStore();
  const store: CacheStore = {
    scopes: memory.scopes,
    entries: memory.entries,
    isShared: true,
    open: (use) => memory.open(use),
    close: async () => {},
  };
  const cache = isCached && { cache: { secret: 's'.repeat(32), store } };
  return {
    mizan: [{ ...cache }, { ...cache }],
    start: () => ({ relay: bus.join() }),
    hold: () => bus.hold(),
    deliver: () => bus.deliver(),
    lose: () => bus.lose(),
    settle: () => Promise.resolve(),
  };
}

describe(`watching at random over two processes (SEED=${seed})`, () => {
  it.each([
    ['without a cache', false],
    ['with a cache that both share', true],
  ])(
    'tells everybody who shows what has changed, and nobody else, %s',
    { timeout: 600_000 },
    async (_, isCached) => {
      const run = await runModel(seed, rounds, createNetwork(isCached));
      expect(run.problems).toEqual([]);
      for (const action of [
        'watch',
        'mutate',
        'invalidate',
        'hide',
        'signInOrOut',
        'close',
        'lost',
        'watched',
      ])
        expect(run.counts[action], action).toBeGreaterThan(rounds / 20);
    },
  );
});
