// @ts-check
import { compileServers } from './load/bench-server.mjs';
import { benchCalls } from './ws/bench-calls.mjs';
import { benchIdle } from './ws/bench-idle.mjs';

/** @typedef {import('../scripts/bench.mjs').BenchRow} BenchRow */

/**
 * What a call over the socket costs, and a socket that is only open.
 *
 * @returns {Promise<readonly BenchRow[]>}
 */
export async function run() {
  await compileServers();
  return [...(await benchCalls()), ...(await benchIdle())];
}
