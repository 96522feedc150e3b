// @ts-check
import { startServer, stopServer, tell } from '../load/bench-server.mjs';
import { comparePairs } from '../load/compare-pairs.mjs';
import { LoadSocket, toFrame } from './load-socket.mjs';

/** @typedef {import('../../scripts/bench.mjs').BenchRow} BenchRow */
/** @typedef {import('../load/bench-server.mjs').BenchServer} BenchServer */
/** @typedef {{ readonly perSecond: number, readonly cpu: number }} Round */

/**
 * How a kind of server is spoken to.
 *
 * @typedef {object} Speech
 * @property {string} kind
 * @property {Buffer} message
 * @property {(server: BenchServer) => Promise<LoadSocket>} join
 */

/**
 * Servers of one kind, and all who listen to them.
 *
 * @typedef {object} Audience
 * @property {Buffer} message
 * @property {readonly BenchServer[]} servers
 * @property {readonly LoadSocket[]} sockets
 * @property {readonly LoadSocket[]} talkers some of each server
 * @property {readonly LoadSocket[]} last who came last to each server, and so gets each message last
 */

const warmUps = 3;
const rounds = 15;
const listeners = 1000;
const talkersInAll = 8;
const messagesOfRound = 40;
/** A message that is alone costs the system's writes, above all, and these are the same for both. */
const measures = [
  { title: '8 messages at once', window: 8, bound: { atLeast: 1.5 } },
  { title: '1 message at once', window: 1, bound: undefined },
];

const line = {
  room: 'kitchen',
  sent_at: 1_764_000_000,
  text: 'Who has taken the last of the good coffee beans again?',
};

/** @type {Speech} */
const mizan = {
  kind: 'mizan',
  message: toFrame({ action: 'message', channel: 'feed', params: {}, data: line }),
  join: async ({ url }) => {
    const socket = await LoadSocket.open(url);
    const joined = socket.next();
    socket.send(toFrame({ action: 'subscribe', channel: 'feed', params: {} }));
    expect(await joined, '{"subscribed":true');
    return socket;
  },
};

/** @type {Speech} */
const socketIo = {
  kind: 'socket.io',
  message: toFrame(`42${JSON.stringify(['line', line])}`),
  join: async ({ url }) => {
    const socket = await LoadSocket.open(url, '/socket.io/?EIO=4&transport=websocket');
    expect(await socket.next(), '0{');
    const joined = socket.next();
    socket.send(toFrame('40'));
    expect(await joined, '40{');
    return socket;
  },
};

/**
 * What somebody says to a thousand sockets, over and over, against socket.io.
 *
 * @param {number} nodes processes that the sockets are spread over
 * @param {string} [redisUrl] left out, there can be only one
 * @returns {Promise<BenchRow[]>}
 */
export async function benchFanOut(nodes, redisUrl = '') {
  const ours = await gather(mizan, nodes, redisUrl);
  const baseline = await gather(socketIo, nodes, redisUrl);
  const rows = [];
  for (const { title, window, bound } of measures) {
    /** @type {(readonly [Round, Round])[]} */
    const pairs = [];
    for (let round = 0; round < warmUps + rounds; round += 1) {
      const pair = /** @type {const} */ ([await runRound(ours, window), await runRound(baseline, window)]);
      if (round >= warmUps) pairs.push(pair);
    }
    /** @param {keyof Round} what */
    const pairsOf = (what) => pairs.map(([a, b]) => /** @type {const} */ ([a[what], b[what]]));
    const where = `${listeners} sockets on ${nodes} ${nodes === 1 ? 'node' : 'nodes'}, ${title}`;
    rows.push(
      comparePairs(`${where}: messages/s`, pairsOf('perSecond'), bound),
      comparePairs(`${where}: µs of all servers' CPU for each socket`, pairsOf('cpu')),
    );
  }
  for (const { servers, sockets } of [ours, baseline]) {
    await Promise.all(sockets.map((socket) => socket.close()));
    await Promise.all(servers.map(stopServer));
  }
  return rows;
}

/**
 * @param {Speech} speech
 * @param {number} nodes
 * @param {string} redisUrl
 * @returns {Promise<Audience>}
 */
async function gather({ kind, message, join }, nodes, redisUrl) {
  const servers = await Promise.all(
    Array.from({ length: nodes }, () => startServer('ws/server', [kind, redisUrl])),
  );
  const [sockets, talkers, last] = [[], [], []].map(() => /** @type {LoadSocket[]} */ ([]));
  for (const server of servers) {
    const own = [];
    // One after the other: whoever joins last is told last.
    while (own.length < listeners / nodes) own.push(await join(server));
    sockets?.push(...own);
    talkers?.push(...own.slice(0, talkersInAll / nodes));
    last?.push(...own.slice(-1));
  }
  return { message, servers, sockets: sockets ?? [], talkers: talkers ?? [], last: last ?? [] };
}

/**
 * @param {string} text
 * @param {string} start
 */
function expect(text, start) {
  if (!text.startsWith(start)) throw new Error(`The server has sent ${text}.`);
}

/**
 * Talkers speak in turns: as soon as a message was sent to everybody, another one follows. Only those who get each message
 * last read it at once. All others read afterwards: who listens is elsewhere, and would cost more here than the servers.
 *
 * @param {Audience} audience
 * @param {number} window messages that are on their way at once
 * @returns {Promise<Round>}
 * @throws {Error} when somebody got a message twice
 */
async function runRound({ message, servers, sockets, talkers, last }, window) {
  for (const socket of sockets) if (!last.includes(socket)) socket.pause();
  const before = await cpuOf(servers);
  const startedAt = performance.now();
  await talk(talkers, message, last, window);
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = (await cpuOf(servers)) - before;
  await Promise.all(sockets.filter((socket) => !last.includes(socket)).map(readAll));
  return { perSecond: messagesOfRound / seconds, cpu: cpu / messagesOfRound / sockets.length };
}

/**
 * @param {readonly LoadSocket[]} talkers
 * @param {Buffer} message
 * @param {readonly LoadSocket[]} last
 * @param {number} window
 * @returns {Promise<void>}
 */
function talk(talkers, message, last, window) {
  return new Promise((resolve) => {
    let sent = 0;
    const counts = last.map(() => 0);
    const sendDue = () => {
      const done = Math.min(...counts);
      if (done === messagesOfRound) resolve();
      for (; sent < Math.min(done + window, messagesOfRound); sent += 1) {
        talkers[sent % talkers.length]?.send(message);
      }
    };
    for (const [index, socket] of last.entries()) {
      socket.onFrame(() => {
        counts[index] = (counts[index] ?? 0) + 1;
        sendDue();
      });
    }
    sendDue();
  });
}

/**
 * Resolves when all messages of a round were read.
 *
 * @param {LoadSocket} socket
 * @returns {Promise<void>}
 */
function readAll(socket) {
  return new Promise((resolve, reject) => {
    let count = 0;
    socket.onFrame(() => {
      count += 1;
      if (count === messagesOfRound) resolve();
      if (count > messagesOfRound) reject(new Error('A message has come twice.'));
    });
    socket.resume();
  });
}

/**
 * Microseconds that all of them have had so far.
 *
 * @param {readonly BenchServer[]} servers
 */
async function cpuOf(servers) {
  const used = await Promise.all(servers.map((server) => tell(server, 'cpu')));
  return used.reduce((total, { user, system }) => total + user + system, 0);
}
