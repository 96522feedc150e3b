// @ts-check
import { startRedis } from './load/bench-redis.mjs';
import { compileServers } from './load/bench-server.mjs';
import { benchCalls } from './ws/bench-calls.mjs';
import { benchFanOut } from './ws/bench-fan-out.mjs';
import { benchIdle } from './ws/bench-idle.mjs';
import { benchLive } from './ws/bench-live.mjs';

/** @typedef {import('../scripts/bench.mjs').BenchRow} BenchRow */

/**
 * What a call over the socket costs, a socket that is only open, a message to many, and how soon others know of a
 * change. Without a `redis-server` on this machine, in one process only.
 *
 * @returns {Promise<readonly BenchRow[]>}
 */
export async function run() {
  await compileServers();
  const redis = await startRedis();
  if (redis === undefined) console.log('redis-server is not installed: measuring one process only.');
  const rows = [...(await benchCalls()), ...(await benchIdle())];
  if (redis === undefined) rows.push(...(await benchFanOut(1)));
  else rows.push(...(await benchFanOut(2, redis.url)), ...(await benchLive(redis.url)));
  await redis?.stop();
  return rows;
}
