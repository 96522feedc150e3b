// @ts-check
import { once } from 'node:events';
import { connect } from 'node:net';

/** @typedef {(payload: Buffer) => void} TakeFrame */

const shortest = 2;
const ofText = 0x81;
/** The only frames that a server of a bench sends beside its texts, when it lives long. */
const ofPing = 0x89;

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
  }

  /**
   * @param {string} url of the server, `http://…`
   * @param {string} [path]
   * @throws {Error} when the server does not agree
   */
  static async open(url, path = '/ws') {
    const { hostname, port, host } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    let head = Buffer.alloc(0);
    while (!head.includes('\r\n\r\n')) head = Buffer.concat([head, (await once(socket, 'data'))[0]]);
    if (!head.toString('latin1').startsWith('HTTP/1.1 101')) throw new Error(head.toString('latin1'));
    const opened = new LoadSocket(socket);
    socket.on('data', (chunk) => opened.#read(chunk));
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
      if (kind !== ofText && kind !== ofPing) throw new Error(`The server has sent a frame ${kind}.`);
      if (kind === ofText) this.#take(bytes.subarray(headerOf(bytes), end));
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
