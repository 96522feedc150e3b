// @ts-check
import { startServer, stopServer, tell } from '../load/bench-server.mjs';
import { ask } from '../load/load-round.mjs';

/** @typedef {import('../../scripts/bench.mjs').BenchRow} BenchRow */

const askers = 100;
const rounds = 5;

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
  const computed = async () => {
    const counts = await Promise.all(servers.map((server) => tell(server, { kind: 'reports' })));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  let [ours, before] = [0, 0];
  for (let round = 1; round <= rounds; round += 1) {
    const load = { path: `/api/mizan/ctx/report/?year=${2000 + round}` };
    const asking = Array.from({ length: askers / processes }, () =>
      servers.map((server) => ask(server, load)),
    );
    const answers = await Promise.all(asking.flat());
    if (answers.some(({ ok }) => !ok)) throw new Error('A read failed.');
    const after = await computed();
    ours = Math.max(ours, after - before);
    before = after;
  }
  await Promise.all(servers.map(stopServer));
  const where = processes === 1 ? 'in one process' : `in ${processes} processes`;
  const ratio = ours / askers;
  const measure = `${askers} misses at once (${kind}, ${where}): computations`;
  return { measure, ours, baseline: askers, ratio, target: 1 / askers, met: ours === 1 };
}
