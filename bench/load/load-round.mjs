// @ts-check
import autocannon from 'autocannon';

/** @typedef {import('./bench-server.mjs').BenchServer} BenchServer */
/** @typedef {{ readonly perSecond: number, readonly p99: number }} Round */
/** @typedef {Pick<import('autocannon').Options, 'method' | 'headers' | 'body'> & { readonly path: string }} Load */

const secondsOfRound = 1;
const connections = 24;

/**
 * One round of load from all connections. Latencies are counted here: autocannon rounds them to milliseconds.
 *
 * @param {BenchServer} server
 * @param {Load} load
 * @returns {Promise<Round>}
 * @throws {Error} when any answer is not 200
 */
export async function runRound(server, { path, ...load }) {
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
 * One request of a load.
 *
 * @param {BenchServer} server
 * @param {Load} load
 */
export function ask({ url }, { path, method, headers, body }) {
  return fetch(url + path, /** @type {RequestInit} */ ({ method, headers, body }));
}
