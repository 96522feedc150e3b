// @ts-check
import { deepEqual } from 'node:assert/strict';

import { compileServers, startServer, stopServer, tell } from './load/bench-server.mjs';
import { comparePairs } from './load/compare-pairs.mjs';
import { ask, runRound } from './load/load-round.mjs';

/** @typedef {import('../scripts/bench.mjs').BenchRow} BenchRow */
/** @typedef {import('./load/bench-server.mjs').BenchServer} BenchServer */
/** @typedef {import('./load/load-round.mjs').Load} Load */
/** @typedef {import('./load/load-round.mjs').Round} Round */

const rounds = 15;

const order = {
  customer: 'Ada Lovelace',
  email: 'ada@example.org',
  lines: [
    { sku: 'A-1', quantity: 2, price: 9.5 },
    { sku: 'B-2', quantity: 1, price: 20 },
    { sku: 'C-3', quantity: 5, price: 0.75 },
  ],
  note: 'Leave at the door',
};
const json = { 'content-type': 'application/json' };

/** @type {readonly { readonly name: string, readonly target: number, readonly ours: Load, readonly baseline: Load }[]} */
const measures = [
  {
    name: 'validated POST',
    target: 1.15,
    ours: {
      method: 'POST',
      path: '/api/mizan/call/',
      headers: json,
      body: JSON.stringify({ fn: 'create_order', args: order }),
    },
    baseline: { method: 'POST', path: '/orders', headers: json, body: JSON.stringify(order) },
  },
  {
    name: 'bundle read',
    target: 0.95,
    ours: { path: '/api/mizan/ctx/orders/?customer_id=5' },
    baseline: { path: '/orders?customer_id=5' },
  },
];

/**
 * Both must do the same work, or there is nothing to compare.
 *
 * @param {BenchServer} ours
 * @param {BenchServer} baseline
 * @throws {Error} when an answer differs, or a bad input is accepted
 */
async function checkSameWork(ours, baseline) {
  for (const measure of measures) {
    const answer = await (await ask(baseline, measure.baseline)).json();
    const { result, list_orders } = await (await ask(ours, measure.ours)).json();
    deepEqual(result ?? list_orders, answer);
  }
  const [post] = measures;
  for (const [server, load] of /** @type {const} */ ([
    [ours, post?.ours],
    [baseline, post?.baseline],
  ])) {
    const bad = load && { ...load, body: String(load.body).replace('ada@example.org', 'nobody') };
    if (bad === undefined || (await ask(server, bad)).ok) throw new Error('A bad input was accepted.');
  }
}

/** @param {BenchServer} server */
async function memoryOf(server) {
  const { memory } = await tell(server, 'memory');
  return memory / 1024 / 1024;
}

/**
 * Short rounds in turns, so that whatever else the machine does falls on both.
 *
 * @param {string} platform
 * @returns {Promise<BenchRow[]>}
 */
async function benchPlatform(platform) {
  const ours = await startServer('http/server', ['mizan', platform]);
  const baseline = await startServer('http/server', ['plain', platform]);
  await checkSameWork(ours, baseline);
  const rows = [];
  for (const measure of measures) {
    await runRound(ours, measure.ours);
    await runRound(baseline, measure.baseline);
    /** @type {(readonly [Round, Round])[]} */
    const pairs = [];
    for (let round = 0; round < rounds; round += 1) {
      pairs.push([await runRound(ours, measure.ours), await runRound(baseline, measure.baseline)]);
    }
    const title = `${platform}: ${measure.name}`;
    rows.push(
      comparePairs(
        `${title}, requests/s`,
        pairs.map(([a, b]) => [a.perSecond, b.perSecond]),
        { atLeast: measure.target },
      ),
      comparePairs(
        `${title}, p99 ms`,
        pairs.map(([a, b]) => [a.p99, b.p99]),
        { atMost: 1.2 },
      ),
    );
  }
  const memory = /** @type {const} */ ([await memoryOf(ours), await memoryOf(baseline)]);
  rows.push(comparePairs(`${platform}: memory after load, MB`, [memory], { atMost: 1.15 }));
  await Promise.all([stopServer(ours), stopServer(baseline)]);
  return rows;
}

/**
 * The same work as Mizan functions and as a plain Nest controller with class-validator and ValidationPipe.
 *
 * @returns {Promise<BenchRow[]>}
 */
export async function run() {
  await compileServers();
  return [...(await benchPlatform('express')), ...(await benchPlatform('fastify'))];
}
