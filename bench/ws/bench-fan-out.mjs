// @ts-check
import { startServer, stopServer, tell } from '../load/bench-server.mjs';
import { comparePairs } from '../load/compare-pairs.mjs';
import { LoadSocket, toFrame } from './load-socket.mjs';

/** @typedef {import('../../scripts/bench.mjs').BenchRow} BenchRow */
/** @typedef {import('../load/bench-server.mjs').BenchServer} BenchServer */
/** @typedef {{ readonly perSecond: number, readonly cpu: number }} Round */

/**
 * Servers of one kind, and all who listen to them.
 *
 * @typedef {object} Audience
 * @property {readonly BenchServer[]} servers the first one pushes
 * @property {readonly LoadSocket[]} sockets
 * @property {readonly LoadSocket[]} last who came last to each server, and so gets each message last
 */

const warmUps = 3;
const rounds = 15;
const listeners = 1000;
const messagesOfRound = 30;

/** @type {Record<string, (server: BenchServer) => Promise<LoadSocket>>} */
const joins = { mizan: joinMizan, 'socket.io': joinSocketIo };

/**
 * One message to a thousand sockets, over and over, against socket.io.
 *
 * @param {number} nodes processes that the sockets are spread over
 * @param {string} [redisUrl]
 * @returns {Promise<BenchRow[]>}
 */
export async function benchFanOut(nodes, redisUrl = '') {
  const ours = await gather('mizan', nodes, redisUrl);
  const baseline = await gather('socket.io', nodes, redisUrl);
  /** @type {(readonly [Round, Round])[]} */
  const pairs = [];
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const pair = /** @type {const} */ ([await runRound(ours), await runRound(baseline)]);
    if (round >= warmUps) pairs.push(pair);
  }
  for (const { servers, sockets } of [ours, baseline]) {
    await Promise.all(sockets.map((socket) => socket.close()));
    await Promise.all(servers.map(stopServer));
  }
  /** @param {keyof Round} what */
  const pairsOf = (what) => pairs.map(([a, b]) => /** @type {const} */ ([a[what], b[what]]));
  const title = `fan-out to ${listeners} sockets on ${nodes === 1 ? 'one node' : `${nodes} nodes`}`;
  return [
    comparePairs(`${title}: messages/s`, pairsOf('perSecond'), { atLeast: 1.5 }),
    comparePairs(`${title}: µs of all servers' CPU for each socket`, pairsOf('cpu')),
  ];
}

/**
 * @param {string} kind
 * @param {number} nodes
 * @param {string} redisUrl
 * @returns {Promise<Audience>}
 */
async function gather(kind, nodes, redisUrl) {
  const servers = await Promise.all(
    Array.from({ length: nodes }, () => startServer('ws/server', [kind, redisUrl])),
  );
  const sockets = [];
  const last = [];
  for (const server of servers) {
    // One after the other: whoever joins last is told last.
    for (let count = 0; count < listeners / nodes; count += 1) {
      const socket = await joins[kind]?.(server);
      if (socket === undefined) throw new Error(`nobody knows how to join ${kind}`);
      sockets.push(socket);
    }
    last.push(...sockets.slice(-1));
  }
  return { servers, sockets, last };
}

/** @param {BenchServer} server */
async function joinMizan({ url }) {
  const socket = await LoadSocket.open(url);
  const joined = socket.next();
  socket.send(toFrame({ action: 'subscribe', channel: 'feed', params: {} }));
  expect(await joined, '{"subscribed":true');
  return socket;
}

/** @param {BenchServer} server */
async function joinSocketIo({ url }) {
  const socket = await LoadSocket.open(url, '/socket.io/?EIO=4&transport=websocket');
  expect(await socket.next(), '0{');
  const joined = socket.next();
  socket.send(toFrame('40'));
  expect(await joined, '40{');
  return socket;
}

/**
 * @param {string} text
 * @param {string} start
 */
function expect(text, start) {
  if (!text.startsWith(start)) throw new Error(`The server has sent ${text}.`);
}

/**
 * Pushes some messages on one server, and waits until those who get them last have all. The others read afterwards: who
 * listens lives on other machines, and would cost more here than the servers do.
 *
 * @param {Audience} audience
 * @returns {Promise<Round>}
 * @throws {Error} when somebody got more or less
 */
async function runRound({ servers, sockets, last }) {
  const received = sockets.map((socket) => countFrames(socket));
  for (const socket of sockets) if (!last.includes(socket)) socket.pause();
  const before = await cpuOf(servers);
  const startedAt = performance.now();
  const [pusher] = servers;
  if (pusher === undefined) throw new Error('there is no server');
  await Promise.all([
    tell(pusher, { kind: 'push', count: messagesOfRound }),
    ...last.map((socket) => received[sockets.indexOf(socket)]),
  ]);
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = (await cpuOf(servers)) - before;
  for (const socket of sockets) socket.resume();
  await Promise.all(received);
  return { perSecond: messagesOfRound / seconds, cpu: cpu / messagesOfRound / sockets.length };
}

/**
 * Resolves when all messages of a round were there.
 *
 * @param {LoadSocket} socket
 * @returns {Promise<void>}
 */
function countFrames(socket) {
  return new Promise((resolve, reject) => {
    let count = 0;
    socket.onFrame(() => {
      count += 1;
      if (count === messagesOfRound) resolve();
      if (count > messagesOfRound) reject(new Error('A message has come twice.'));
    });
  });
}

/**
 * Microseconds that all of them have had so far.
 *
 * @param {readonly BenchServer[]} servers
 */
async function cpuOf(servers) {
  const used = await Promise.all(servers.map((server) => tell(server, { kind: 'cpu' })));
  return used.reduce((total, { user, system }) => total + user + system, 0);
}
