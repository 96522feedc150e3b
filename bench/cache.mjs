// @ts-check
import { benchHits } from './cache/bench-hits.mjs';
import { benchMisses } from './cache/bench-misses.mjs';
import { benchPurges } from './cache/bench-purges.mjs';
import { startRedis } from './load/bench-redis.mjs';
import { compileServers } from './load/bench-server.mjs';

/** @typedef {import('../scripts/bench.mjs').BenchRow} BenchRow */

/**
 * What a hit costs, what a purge costs, and how often concurrent misses compute. Without a `redis-server` on this
 * machine, in memory only.
 *
 * @returns {Promise<readonly BenchRow[]>}
 */
export async function run() {
  await compileServers();
  const redis = await startRedis();
  if (redis === undefined) console.log('redis-server is not installed: measuring the memory store only.');
  const rows = [];
  for (const platform of ['express', 'fastify']) rows.push(...(await benchHits(platform, redis?.url)));
  rows.push(...(await benchPurges('memory')), ...(redis ? await benchPurges('redis') : []));
  rows.push(await benchMisses('memory', 1), ...(redis ? [await benchMisses('redis', 2, redis.url)] : []));
  await redis?.stop();
  return rows;
}
