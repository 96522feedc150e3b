// @ts-check
import { startServer, stopServer, tell } from '../load/bench-server.mjs';
import { ask } from '../load/load-round.mjs';
import { isWorking } from './while-working.mjs';

/** @typedef {import('../../scripts/bench.mjs').BenchRow} BenchRow */

const askers = 100;
const rounds = 10;
const quick = { path: '/api/mizan/ctx/status/?customer_id=1' };

/**
 * How often a bundle is computed that so many ask for at once, over all processes: the highest of some rounds.
 *
 * @param {'memory' | 'redis'} kind
 * @param {number} processes
 * @param {string} [redisUrl]
 * @returns {Promise<BenchRow>}
 */
export async function benchMisses(kind, processes, redisUrl = '') {
  const servers = await Promise.all(
    Array.from({ length: processes }, () => startServer('cache/server', [kind, 'express', redisUrl])),
  );
  /** @param {'reports' | 'errors'} what */
  const sum = async (what) => {
    const counts = await Promise.all(servers.map((server) => tell(server, { kind: what })));
    return counts.reduce((total, count) => total + count, 0);
  };
  /** @type {number[]} */
  const computed = [];
  for (let round = 1; round <= rounds; round += 1) {
    // A process that has given its store up computes alone.
    const working = await Promise.all(servers.map((server) => isWorking(server, quick)));
    if (working.includes(false)) continue;
    const [reports, errors] = [await sum('reports'), await sum('errors')];
    const load = { path: `/api/mizan/ctx/report/?year=${2000 + round}` };
    const asking = Array.from({ length: askers / processes }, () =>
      servers.map((server) => ask(server, load)),
    );
    const answers = await Promise.all(asking.flat());
    if (answers.some(({ ok }) => !ok)) throw new Error('A read failed.');
    if ((await sum('errors')) === errors) computed.push((await sum('reports')) - reports);
  }
  if (computed.length === 0) throw new Error('No round had a store: the machine is too busy.');
  const ours = Math.max(...computed);
  await Promise.all(servers.map(stopServer));
  const where = processes === 1 ? 'in one process' : `in ${processes} processes`;
  const ratio = ours / askers;
  const measure = `${askers} misses at once (${kind}, ${where}): computations`;
  return { measure, ours, baseline: askers, ratio, target: 1 / askers, met: ours === 1 };
}
