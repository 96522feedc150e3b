// @ts-check
import { equal } from 'node:assert/strict';

import { startRedis } from '../load/bench-redis.mjs';
import { startServer, stopServer, tell } from '../load/bench-server.mjs';
import { comparePairs } from '../load/compare-pairs.mjs';
import { ask } from '../load/load-round.mjs';
import { pinProcess } from '../load/pin-process.mjs';
import { pairUp, whileWorking } from './while-working.mjs';

/** @typedef {import('../../scripts/bench.mjs').BenchRow} BenchRow */
/** @typedef {import('../load/bench-server.mjs').BenchServer} BenchServer */
/** @typedef {{ readonly server: BenchServer, readonly redis: import('../load/bench-redis.mjs').BenchRedis | undefined }} Filled */

const warmUps = 5;
const rounds = 36;
const purgesOfRound = 200;
const [few, many] = [10, 1_000_000];

/** The same ten again and again, which both stores hold. */
const same = Array.from({ length: purgesOfRound }, (_, index) => (index % few) + 1);

/**
 * What it takes to say that the bundles of one param are stale, with few and with many of them in the store. Each
 * store has a process of its own, and a Redis of its own, all on one CPU.
 *
 * @param {'memory' | 'redis'} kind
 * @returns {Promise<readonly BenchRow[]>}
 */
export async function benchPurges(kind) {
  const [full, small] = [await fill(kind, many), await fill(kind, few)];
  /** @type {{ ours: (number | undefined)[], far: (number | undefined)[], baseline: (number | undefined)[] }} */
  const measured = { ours: [], far: [], baseline: [] };
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const baseline = await purge(small.server, same);
    const ours = await purge(full.server, same);
    const far = await purge(full.server, scatter(round));
    // The first rounds are for the compiler.
    if (round < warmUps) continue;
    measured.baseline.push(baseline);
    measured.ours.push(ours);
    measured.far.push(far);
  }
  for (const { server, redis } of [full, small]) {
    await stopServer(server);
    await redis?.stop();
  }
  const title = `purge (${kind}), ${many} entries to ${few}`;
  return [
    comparePairs(`${title}: µs`, pairUp(measured.ours, measured.baseline), { atMost: 1.2 }),
    comparePairs(`${title}, always others: µs`, pairUp(measured.far, measured.baseline)),
  ];
}

/**
 * @param {'memory' | 'redis'} kind
 * @param {number} count
 * @returns {Promise<Filled>}
 */
async function fill(kind, count) {
  const redis = kind === 'redis' ? await startRedis() : undefined;
  const server = await startServer('cache/server', [kind, 'express', redis?.url ?? '']);
  pinProcess(server.child.pid, 0);
  pinProcess(redis?.pid, 0);
  await tell(server, { kind: 'fill', count });
  await checkPurge(server);
  return { server, redis };
}

/**
 * Params all over the full store, and none twice.
 *
 * @param {number} round
 */
function scatter(round) {
  return same.map((_, index) => (((round * purgesOfRound + index) * 7919) % many) + 1);
}

/**
 * Microseconds of one purge.
 *
 * @param {BenchServer} server
 * @param {readonly number[]} ids
 */
function purge(server, ids) {
  const measure = async () => ((await tell(server, { kind: 'purge', ids })) / ids.length) * 1000;
  return whileWorking(server, loadOf(many + 1), measure);
}

/**
 * What is purged must be gone, and nothing else.
 *
 * @param {BenchServer} server
 */
async function checkPurge(server) {
  for (const id of [5, 6]) {
    equal(await read(server, id), 'MISS');
    equal(await read(server, id), 'HIT');
  }
  await tell(server, { kind: 'purge', ids: [5] });
  equal(await read(server, 5), 'MISS');
  equal(await read(server, 6), 'HIT');
}

/**
 * @param {BenchServer} server
 * @param {number} id
 */
async function read(server, id) {
  const answer = await ask(server, loadOf(id));
  return answer.headers.get('x-mizan-cache');
}

/** @param {number} id */
function loadOf(id) {
  return { path: `/api/mizan/ctx/status/?customer_id=${id}` };
}
