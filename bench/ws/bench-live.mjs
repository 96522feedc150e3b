// @ts-check
import { deepEqual } from 'node:assert/strict';

import { startServer, stopServer } from '../load/bench-server.mjs';
import { LoadSocket, toFrame } from './load-socket.mjs';

/** @typedef {import('../../scripts/bench.mjs').BenchRow} BenchRow */

const warmUps = 50;
const mutations = 1000;
const ticket = { ticket_id: 7 };
const read = toFrame({ action: 'ctx', id: 'read', context: 'ticket', params: ticket });
const watch = toFrame({ action: 'watch', id: 'watch', contexts: [{ context: 'ticket', params: ticket }] });

/**
 * From the answer to a mutation in one process until a page at another one has sent its request for what is new: what
 * somebody else sees later than who made the change.
 *
 * @param {string} redisUrl
 * @returns {Promise<BenchRow[]>}
 */
export async function benchLive(redisUrl) {
  const servers = await Promise.all([1, 2].map(() => startServer('ws/server', ['mizan', redisUrl])));
  const [writer, reader] = await Promise.all(servers.map(({ url }) => LoadSocket.open(url)));
  if (writer === undefined || reader === undefined) throw new Error('no server');
  reader.send(watch);
  deepEqual(JSON.parse(await reader.next()), { id: 'watch', ok: true, data: { watching: 1 } });
  /** @type {number[]} */
  const delays = [];
  for (let index = 0; index < warmUps + mutations; index += 1) {
    const delay = await changeOnce(writer, reader, `state ${index}`);
    if (index >= warmUps) delays.push(delay);
  }
  await Promise.all([writer.close(), reader.close()]);
  await Promise.all(servers.map(stopServer));
  delays.sort((a, b) => a - b);
  return [0.5, 0.99].map((share) => {
    const ours = delays[Math.floor(mutations * share)] ?? Number.NaN;
    const name = share === 0.5 ? 'median' : 'p99';
    return { measure: `live on 2 nodes: mutation answered to refetch sent, ${name} ms`, ours };
  });
}

/**
 * @param {LoadSocket} writer
 * @param {LoadSocket} reader
 * @param {string} state
 * @returns {Promise<number>} milliseconds; below zero when the other page was told first
 */
async function changeOnce(writer, reader, state) {
  const answered = writer.next().then((text) => ({ text, at: performance.now() }));
  const told = reader.next().then((text) => {
    reader.send(read);
    return { text, at: performance.now() };
  });
  writer.send(toFrame({ action: 'rpc', id: state, fn: 'set_state', args: { ...ticket, state } }));
  const [answer, frame] = await Promise.all([answered, told]);
  deepEqual(JSON.parse(answer.text).ok, true);
  deepEqual(JSON.parse(frame.text), {
    type: 'invalidate',
    contexts: [{ context: 'ticket', params: ticket }],
  });
  deepEqual(JSON.parse(await reader.next()).ok, true);
  return frame.at - answer.at;
}
