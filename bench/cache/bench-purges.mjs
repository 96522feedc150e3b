// @ts-check
import { equal } from 'node:assert/strict';

import { startRedis } from '../load/bench-redis.mjs';
import { startServer, stopServer, tell } from '../load/bench-server.mjs';
import { comparePairs } from '../load/compare-pairs.mjs';
import { ask } from '../load/load-round.mjs';

/** @typedef {import('../../scripts/bench.mjs').BenchRow} BenchRow */
/** @typedef {import('../load/bench-server.mjs').BenchServer} BenchServer */

const rounds = 41;
const purgesOfRound = 200;
const [few, many] = [10, 1_000_000];

/**
 * What it takes to say that the bundles of one param are stale, with few and with many of them in the store. Each
 * store has a process of its own, and a Redis of its own.
 *
 * @param {'memory' | 'redis'} kind
 * @returns {Promise<readonly BenchRow[]>}
 */
export async function benchPurges(kind) {
  const stores = [];
  for (const count of [many, few]) {
    const redis = kind === 'redis' ? await startRedis() : undefined;
    if (kind === 'redis' && redis === undefined) throw new Error('no Redis');
    const server = await startServer('cache/server', [kind, 'express', redis?.url ?? '']);
    await tell(server, { kind: 'fill', count });
    await checkPurge(server);
    stores.push({ redis, server, count });
  }
  const [full, small] = stores;
  if (full === undefined || small === undefined) throw new Error('no server');
  /** @type {(readonly [number, number])[]} */
  const pairs = [];
  for (let round = 0; round < rounds; round += 1) {
    pairs.push([await purge(full, round), await purge(small, round)]);
  }
  for (const { server, redis } of stores) {
    await stopServer(server);
    await redis?.stop();
  }
  // The first ones are for the compiler.
  const title = `purge (${kind}), ${many} entries to ${few}: µs`;
  return [comparePairs(title, pairs.slice(5), { atMost: 1.2 })];
}

/**
 * Microseconds of one purge, of params all over the store.
 *
 * @param {{ readonly server: BenchServer, readonly count: number }} store
 * @param {number} round
 */
async function purge({ server, count }, round) {
  const ids = Array.from({ length: purgesOfRound }, (_, index) => {
    return (((round * purgesOfRound + index) * 7919) % count) + 1;
  });
  return ((await tell(server, { kind: 'purge', ids })) / purgesOfRound) * 1000;
}

/**
 * What is purged must be gone, and nothing else.
 *
 * @param {BenchServer} server
 */
async function checkPurge(server) {
  const read = async (/** @type {number} */ id) => {
    const answer = await ask(server, { path: `/api/mizan/ctx/status/?customer_id=${id}` });
    return answer.headers.get('x-mizan-cache');
  };
  for (const id of [5, 6]) {
    equal(await read(id), 'MISS');
    equal(await read(id), 'HIT');
  }
  await tell(server, { kind: 'purge', ids: [5] });
  equal(await read(5), 'MISS');
  equal(await read(6), 'HIT');
}
