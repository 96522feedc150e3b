// @ts-check
import { once } from 'node:events';
import { connect } from 'node:net';

/** @typedef {(payload: Buffer) => void} TakeFrame */

/** What a browser sends with it, to a site with a session. */
const headers = [
  'Connection: Upgrade',
  'Pragma: no-cache',
  'Cache-Control: no-cache',
  'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Accept-Encoding: gzip, deflate, br, zstd',
  'Accept-Language: en-GB,en;q=0.9,de;q=0.8',
  'Cookie: session=s%3AZ8tQq1m5fVwJ2kXr.4bTgS0cLhYp7uEoNvA9dRiKx3WzMfHj6PqCs; theme=dark; csrftoken=f3a9c1d27b',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
];

const shortest = 2;
const ofText = 0x81;
const ofPing = 0x89;
const pong = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

/**
 * The client's side of a WebSocket that costs next to nothing: it masks with zeros, and looks at no more of what comes
 * than where frames end. So it is the server that is measured, and thousands fit into a process.
 */
export class LoadSocket {
  /** @type {TakeFrame | undefined} */
  #take;
  /** The beginning of a frame whose end has not come yet, and all frames that nobody takes yet. */
  #rest = /** @type {Buffer} */ (Buffer.alloc(0));
  #socket;

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#read(chunk));
    // Nothing that is measured closes a socket: that ends the bench.
    socket.on('end', () => {
      throw new Error('The server has closed a socket.');
    });
  }

  /**
   * @param {string} url of the server, `http://…`
   * @param {string} [path]
   * @throws {Error} when the server does not agree
   */
  static async open(url, path = '/ws') {
    const { hostname, port, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const lines = [`GET ${path} HTTP/1.1`, `Host: ${host}`, `Origin: http://${host}`, ...headers];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    let head = Buffer.alloc(0);
    while (!head.includes('\r\n\r\n')) head = Buffer.concat([head, (await once(socket, 'data'))[0]]);
    if (!head.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(head.toString('latin1'));
    const opened = new LoadSocket(socket);
    opened.#read(head.subarray(head.indexOf('\r\n\r\n') + 4));
    return opened;
  }

  /** @param {TakeFrame} take gets the payload of each text that comes from now on */
  onFrame(take) {
    this.#take = take;
    this.#read(Buffer.alloc(0));
  }

  /**
   * Resolves with the next text.
   *
   * @returns {Promise<string>}
   */
  next() {
    return new Promise((resolve) => {
      this.onFrame((payload) => {
        this.#take = undefined;
        resolve(payload.toString());
      });
    });
  }

  /** @param {Buffer} frames as {@link toFrame} makes them, any number */
  send(frames) {
    this.#socket.write(frames);
  }

  /** Nothing is read until {@link resume}: what comes waits in the system. */
  pause() {
    this.#socket.pause();
  }

  resume() {
    this.#socket.resume();
  }

  async close() {
    this.#socket.destroy();
    if (!this.#socket.closed) await once(this.#socket, 'close');
  }

  /** @param {Buffer} chunk */
  #read(chunk) {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (let end = endOfFrame(bytes); this.#take && end <= bytes.length; end = endOfFrame(bytes)) {
      const [kind] = bytes;
      if (kind === ofText) this.#take(bytes.subarray(headerOf(bytes), end));
      else if (kind === ofPing) this.#socket.write(pong);
      else throw new Error(`The server has sent a frame ${kind}.`);
      bytes = bytes.subarray(end);
    }
    this.#rest = bytes;
  }
}

/**
 * Bytes of the header of an unmasked frame.
 *
 * @param {Buffer} bytes
 */
function headerOf(bytes) {
  return (bytes[1] ?? 0) < 126 ? shortest : 4;
}

/**
 * Where a frame ends that begins here; further than there are bytes when the end has not come.
 *
 * @param {Buffer} bytes
 */
function endOfFrame(bytes) {
  if (bytes.length < shortest) return Number.POSITIVE_INFINITY;
  const header = headerOf(bytes);
  if (header === shortest) return header + (bytes[1] ?? 0);
  return bytes.length < header ? Number.POSITIVE_INFINITY : header + bytes.readUInt16BE(2);
}

/**
 * A text as a client sends it, of up to 64 kB.
 *
 * @param {unknown} message as JSON
 */
export function toFrame(message) {
  const payload = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
  const { length } = payload;
  const isShort = length < 126;
  const header = Buffer.alloc(isShort ? 6 : 8);
  header[0] = ofText;
  header[1] = 0x80 | (isShort ? length : 126);
  if (!isShort) header.writeUInt16BE(length, 2);
  return Buffer.concat([header, payload]);
}
