// @ts-check
import { startServer, stopServer, tell } from '../load/bench-server.mjs';
import { comparePairs } from '../load/compare-pairs.mjs';
import { LoadSocket } from './load-socket.mjs';

/** @typedef {import('../../scripts/bench.mjs').BenchRow} BenchRow */
/** @typedef {{ readonly rss: number, readonly heap: number }} Memory */

const rounds = 3;
const sockets = 8000;
const first = 1000;
const openedAtOnce = 100;

/**
 * What a socket costs that is only open. Each round has servers of its own: memory that was used once is not given
 * back.
 *
 * @returns {Promise<BenchRow[]>}
 */
export async function benchIdle() {
  /** @type {(readonly [Memory, Memory])[]} */
  const pairs = [];
  for (let round = 0; round < rounds; round += 1) pairs.push([await fill('mizan'), await fill('raw')]);
  /** @param {keyof Memory} what */
  const pairsOf = (what) => pairs.map(([a, b]) => /** @type {const} */ ([a[what], b[what]]));
  return [
    comparePairs(`${sockets} idle sockets: kB of memory each`, pairsOf('rss'), { atMost: 1.3 }),
    comparePairs(`${sockets} idle sockets: kB of heap each`, pairsOf('heap')),
  ];
}

/**
 * What the sockets have added to the memory of a server.
 *
 * @param {string} kind
 * @returns {Promise<Memory>}
 */
async function fill(kind) {
  const server = await startServer('ws/server', [kind]);
  // What the first ones bring with them is not theirs, and some room is there in any case.
  const opened = await openMany(server.url, first);
  const before = await tell(server, 'memory');
  opened.push(...(await openMany(server.url, sockets)));
  const after = await tell(server, 'memory');
  await Promise.all(opened.map((socket) => socket.close()));
  await stopServer(server);
  /** @param {'rss' | 'heapUsed'} what */
  const each = (what) => (after[what] - before[what]) / sockets / 1024;
  return { rss: each('rss'), heap: each('heapUsed') };
}

/**
 * @param {string} url
 * @param {number} count
 */
async function openMany(url, count) {
  /** @type {LoadSocket[]} */
  const opened = [];
  while (opened.length < count) {
    const some = Array.from({ length: openedAtOnce }, () => LoadSocket.open(url));
    opened.push(...(await Promise.all(some)));
  }
  return opened;
}
