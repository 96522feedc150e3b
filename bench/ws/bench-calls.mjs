// @ts-check
import { deepEqual } from 'node:assert/strict';

import { startServer, stopServer, tell } from '../load/bench-server.mjs';
import { comparePairs } from '../load/compare-pairs.mjs';
import { LoadSocket, toFrame } from './load-socket.mjs';

/** @typedef {import('../../scripts/bench.mjs').BenchRow} BenchRow */
/** @typedef {import('../load/bench-server.mjs').BenchServer} BenchServer */
/** @typedef {{ readonly perSecond: number, readonly perCpu: number, readonly cores: number }} Round */

const rounds = 15;
const callsOfRound = 30_000;

/** Some calls of a socket are on their way at any time, as when a page loads. */
const measures = [
  { title: '1 socket, 32 calls at once', sockets: 1, window: 32 },
  { title: '100 sockets, 8 calls at once each', sockets: 100, window: 8 },
  { title: '100 sockets, 1 call at once each', sockets: 100, window: 1 },
];

const line = {
  room: 'kitchen',
  sent_at: 1_764_000_000,
  text: 'Who has taken the last of the good coffee beans again?',
};

/**
 * What a call over the socket costs, against a server that only parses and echoes.
 *
 * @returns {Promise<BenchRow[]>}
 */
export async function benchCalls() {
  const ours = await startServer('ws/server', ['mizan']);
  const baseline = await startServer('ws/server', ['raw']);
  const answer = await checkSameWork(ours, baseline);
  const rows = [];
  for (const { title, sockets, window } of measures) {
    /** @param {BenchServer} server */
    const runOne = (server) => runRound(server, sockets, window, answer.length);
    await runOne(ours);
    await runOne(baseline);
    /** @type {(readonly [Round, Round])[]} */
    const pairs = [];
    for (let round = 0; round < rounds; round += 1) pairs.push([await runOne(ours), await runOne(baseline)]);
    /** @param {keyof Round} what */
    const pairsOf = (what) => pairs.map(([a, b]) => /** @type {const} */ ([a[what], b[what]]));
    rows.push(
      comparePairs(`${title}: calls/s`, pairsOf('perSecond'), { atLeast: 0.8 }),
      comparePairs(`${title}: calls for a second of the server's CPU`, pairsOf('perCpu'), { atLeast: 0.8 }),
      comparePairs(`${title}: cores that the server had`, pairsOf('cores')),
    );
  }
  await Promise.all([stopServer(ours), stopServer(baseline)]);
  return rows;
}

/** @param {number} index */
function callOf(index) {
  // All of one length, so that any number of them is a part of one buffer.
  return { action: 'rpc', id: String(index).padStart(6, '0'), fn: 'echo_line', args: line };
}

/**
 * Both give the same answer, and ours is a checked one.
 *
 * @param {BenchServer} ours
 * @param {BenchServer} baseline
 * @returns {Promise<string>} the answer
 */
async function checkSameWork(ours, baseline) {
  const [answer, same] = [await ask(ours, callOf(1)), await ask(baseline, callOf(1))];
  deepEqual(JSON.parse(answer), JSON.parse(same));
  const bad = JSON.parse(await ask(ours, { ...callOf(2), args: { ...line, sent_at: 'now' } }));
  deepEqual(bad.error.code, 'VALIDATION_ERROR');
  return answer;
}

/**
 * @param {BenchServer} server
 * @param {unknown} message
 */
async function ask(server, message) {
  const socket = await LoadSocket.open(server.url);
  const answer = socket.next();
  socket.send(toFrame(message));
  const text = await answer;
  await socket.close();
  return text;
}

/**
 * Each answer is followed by another call, until there were enough.
 *
 * @param {BenchServer} server
 * @param {number} count of sockets
 * @param {number} window calls of a socket that are on their way at once
 * @param {number} answerLength
 * @returns {Promise<Round>}
 */
async function runRound(server, count, window, answerLength) {
  const sockets = await Promise.all(Array.from({ length: count }, () => LoadSocket.open(server.url)));
  const before = await tell(server, 'cpu');
  const startedAt = performance.now();
  const each = Math.ceil(callsOfRound / count);
  await Promise.all(sockets.map((socket) => callAgain(socket, each, window, answerLength)));
  const seconds = (performance.now() - startedAt) / 1000;
  const after = await tell(server, 'cpu');
  await Promise.all(sockets.map((socket) => socket.close()));
  const used = (after.user + after.system - before.user - before.system) / 1e6;
  const calls = each * count;
  return { perSecond: calls / seconds, perCpu: calls / used, cores: used / seconds };
}

/**
 * @param {LoadSocket} socket
 * @param {number} calls
 * @param {number} window
 * @param {number} answerLength
 * @returns {Promise<void>}
 */
function callAgain(socket, calls, window, answerLength) {
  const frames = Buffer.concat(Array.from({ length: window }, (_, index) => toFrame(callOf(index))));
  const size = frames.length / window;
  return new Promise((resolve, reject) => {
    let [sent, answered, due] = [0, 0, window];
    const sendDue = () => {
      const more = Math.min(due, calls - sent);
      due = 0;
      sent += more;
      if (more > 0) socket.send(frames.subarray(0, more * size));
    };
    socket.onFrame(({ length }) => {
      if (length !== answerLength) reject(new Error(`An answer has ${length} bytes.`));
      answered += 1;
      due += 1;
      if (answered === calls) resolve();
      // Many in one write, so that the load costs less than the server.
      else if (due * 2 >= window) sendDue();
    });
    sendDue();
  });
}
