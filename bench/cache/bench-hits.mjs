// @ts-check
import { deepEqual } from 'node:assert/strict';

import { startServer, stopServer } from '../load/bench-server.mjs';
import { comparePairs } from '../load/compare-pairs.mjs';
import { ask, runRound } from '../load/load-round.mjs';
import { pairUp, whileWorking } from './while-working.mjs';

/** @typedef {import('../../scripts/bench.mjs').BenchRow} BenchRow */
/** @typedef {import('../load/bench-server.mjs').BenchServer} BenchServer */
/** @typedef {import('../load/load-round.mjs').Load} Load */
/** @typedef {{ readonly server: BenchServer, readonly load: Load, readonly cache: 'HIT' | null }} Runner */

const rounds = 15;
const own = { path: '/api/mizan/ctx/my_orders/?customer_id=5' };
const shared = { path: '/api/mizan/ctx/orders/?customer_id=5' };
const raw = { path: '/orders?customer_id=5' };
const guarded = { path: '/orders/own?customer_id=5' };
const checked = { path: '/orders/checked?customer_id=5' };

/**
 * The same bundle of 20 orders (2.2 kB), computed and from the cache, and the same body from Nest alone. Its function
 * does next to nothing, which is the worst case for a cache.
 *
 * @param {string} platform
 * @param {string | undefined} redisUrl
 * @returns {Promise<BenchRow[]>}
 */
export async function benchHits(platform, redisUrl) {
  const kinds = ['raw', 'uncached', 'memory', ...(redisUrl === undefined ? [] : ['redis', 'tiered'])];
  const servers = await Promise.all(
    kinds.map((kind) => startServer('cache/server', [kind, platform, redisUrl ?? ''])),
  );
  const [rawServer, uncached, memory, redis, tiered] = servers;
  if (rawServer === undefined || uncached === undefined || memory === undefined) throw new Error('no server');
  /** @type {Record<string, Runner>} */
  const runners = {
    raw: { server: rawServer, load: raw, cache: null },
    'raw with guard': { server: rawServer, load: guarded, cache: null },
    'raw with ValidationPipe': { server: rawServer, load: checked, cache: null },
    uncached: { server: uncached, load: shared, cache: null },
    'uncached, own': { server: uncached, load: own, cache: null },
    memory: { server: memory, load: shared, cache: 'HIT' },
    'memory, own': { server: memory, load: own, cache: 'HIT' },
    ...(redis && { redis: { server: redis, load: shared, cache: 'HIT' } }),
    ...(tiered && { 'redis with memory tier': { server: tiered, load: shared, cache: 'HIT' } }),
  };
  await checkSameWork(Object.values(runners));
  const rows = await compareAll(platform, runners);
  await Promise.all(servers.map(stopServer));
  return rows;
}

/**
 * All answer the same orders, and those that are to be hits are.
 *
 * @param {readonly Runner[]} runners
 */
async function checkSameWork(runners) {
  const bodies = [];
  for (const { server, load, cache } of runners) {
    await ask(server, load);
    const answer = await ask(server, load);
    deepEqual(answer.headers.get('x-mizan-cache'), cache);
    bodies.push(Object.values(await answer.json()));
  }
  for (const body of bodies) deepEqual(body, bodies[0]);
}

/**
 * Each round asks all of them in turn, so that a pair is never more than some seconds apart.
 *
 * @param {string} platform
 * @param {Readonly<Record<string, Runner>>} runners
 */
async function compareAll(platform, runners) {
  /** @type {Record<string, (number | undefined)[]>} */
  const measured = {};
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, runner] of Object.entries(runners)) {
      const perSecond = await measureRound(runner);
      // The first round is for the compiler.
      if (round > 0) (measured[name] ??= []).push(perSecond);
    }
  }
  /** @type {(ours: string, baseline: string, bound?: { readonly atLeast: number }) => BenchRow} */
  const compare = (ours, baseline, bound) => {
    const pairs = pairUp(measured[ours] ?? [], measured[baseline] ?? []);
    return comparePairs(`${platform}: hit (${ours}) to ${baseline}, requests/s`, pairs, bound);
  };
  const far = ['redis', 'redis with memory tier'].filter((name) => name in runners);
  return [
    compare('memory', 'raw', { atLeast: 1.1 }),
    compare('memory, own', 'raw with guard', { atLeast: 1.1 }),
    compare('memory, own', 'raw'),
    compare('memory', 'raw with ValidationPipe'),
    compare('memory, own', 'raw with ValidationPipe'),
    compare('memory', 'uncached'),
    compare('memory, own', 'uncached, own'),
    ...far.flatMap((name) => [compare(name, 'raw'), compare(name, 'uncached')]),
  ];
}

/** @param {Runner} runner */
async function measureRound({ server, load, cache }) {
  const measure = async () => (await runRound(server, load)).perSecond;
  return cache === null ? measure() : whileWorking(server, load, measure);
}
