// @ts-check
import { deepEqual } from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import autocannon from 'autocannon';

import { runTool, workspaceRoot } from '../scripts/run-command.mjs';

/** @typedef {import('../scripts/bench.mjs').BenchRow} BenchRow */
/** @typedef {{ readonly url: string, readonly child: import('node:child_process').ChildProcess }} Server */
/** @typedef {{ readonly perSecond: number, readonly p99: number }} Round */
/** @typedef {Pick<import('autocannon').Options, 'method' | 'headers' | 'body'> & { readonly path: string }} Load */

const secondsOfRound = 1;
const rounds = 15;
const connections = 24;

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
 * @param {'mizan' | 'plain'} kind
 * @param {string} platform
 * @returns {Promise<Server>}
 */
async function startServer(kind, platform) {
  const file = join(workspaceRoot, 'temp/bench/http/server.js');
  const child = fork(file, [kind, platform], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [{ url }] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() =>
      Promise.reject(new Error(`The ${kind} app on ${platform} did not start.`)),
    ),
  ]);
  return { url, child };
}

/** @param {Server} server */
async function memoryOf({ child }) {
  child.send('memory');
  const [{ memory }] = await once(child, 'message');
  return memory / 1024 / 1024;
}

/** @param {Server} server */
async function stopServer({ child }) {
  child.disconnect();
  await once(child, 'exit');
}

/**
 * One round of load from all connections. Latencies are counted here: autocannon rounds them to milliseconds.
 *
 * @param {Server} server
 * @param {Load} load
 * @returns {Promise<Round>}
 * @throws {Error} when any answer is not 200
 */
async function runRound(server, { path, ...load }) {
  /** @type {number[]} */
  const latencies = [];
  const options = { ...load, url: server.url + path, connections, duration: secondsOfRound };
  /** @type {import('autocannon').Result} */
  const result = await new Promise((resolve, reject) => {
    const instance = autocannon(options, (error, done) => (error ? reject(error) : resolve(done)));
    instance.on('response', (_client, _status, _bytes, latency) => latencies.push(latency));
  });
  const refused = result.errors + result.non2xx;
  if (refused > 0) throw new Error(`${refused} of ${latencies.length} requests to ${path} failed`);
  latencies.sort((a, b) => a - b);
  return {
    perSecond: latencies.length / result.duration,
    p99: latencies[Math.floor(latencies.length * 0.99)] ?? Number.NaN,
  };
}

/**
 * @param {Server} server
 * @param {Load} load
 */
function ask({ url }, { path, method, headers, body }) {
  return fetch(url + path, /** @type {RequestInit} */ ({ method, headers, body }));
}

/**
 * Both must do the same work, or there is nothing to compare.
 *
 * @param {Server} ours
 * @param {Server} baseline
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

/** @param {readonly number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/**
 * @param {string} measure
 * @param {readonly (readonly [ours: number, baseline: number])[]} pairs
 * @param {{ readonly atLeast: number } | { readonly atMost: number }} bound
 * @returns {BenchRow}
 */
function compare(measure, pairs, bound) {
  const ratio = median(pairs.map(([ours, baseline]) => ours / baseline));
  const target = 'atLeast' in bound ? bound.atLeast : bound.atMost;
  return {
    measure,
    ours: median(pairs.map(([ours]) => ours)),
    baseline: median(pairs.map(([, baseline]) => baseline)),
    ratio,
    target,
    met: 'atLeast' in bound ? ratio >= target : ratio <= target,
  };
}

/**
 * Short rounds in turns, so that whatever else the machine does falls on both; the ratio is the median of the pairs'.
 *
 * @param {string} platform
 * @returns {Promise<BenchRow[]>}
 */
async function benchPlatform(platform) {
  const ours = await startServer('mizan', platform);
  const baseline = await startServer('plain', platform);
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
      compare(
        `${title}, requests/s`,
        pairs.map(([a, b]) => [a.perSecond, b.perSecond]),
        { atLeast: measure.target },
      ),
      compare(
        `${title}, p99 ms`,
        pairs.map(([a, b]) => [a.p99, b.p99]),
        { atMost: 1.2 },
      ),
    );
  }
  const memory = /** @type {const} */ ([await memoryOf(ours), await memoryOf(baseline)]);
  rows.push(compare(`${platform}: memory after load, MB`, [memory], { atMost: 1.15 }));
  await Promise.all([stopServer(ours), stopServer(baseline)]);
  return rows;
}

/**
 * The same work as Mizan functions and as a plain Nest controller with class-validator and ValidationPipe.
 *
 * @returns {Promise<BenchRow[]>}
 */
export async function run() {
  const { code } = await runTool('typescript', ['-p', 'bench/http'], { command: 'tsc' });
  if (code !== 0) throw new Error('The benchmark apps do not compile.');
  return [...(await benchPlatform('express')), ...(await benchPlatform('fastify'))];
}
