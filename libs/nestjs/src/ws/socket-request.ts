import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import type { Handshake } from './handshake.js';

/**
 * What stands for the request of a frame: headers, address and URL are those of the request that opened the
 * connection, the body is the frame. Each frame has one of its own, so that what guards put there is gone with it.
 */
export class SocketRequest {
  readonly method = 'GET';
  readonly url: string;
  readonly originalUrl: string;
  readonly socket: Socket;
  readonly query: Readonly<Record<string, string>> = {};
  readonly params: Readonly<Record<string, string>> = {};
  readonly #handshake: Handshake;
  // Made when somebody looks: most frames are answered without.
  #headers: IncomingHttpHeaders | undefined;
  #rawHeaders: readonly string[] | undefined;
  #ip: string | undefined;

  /** @param body the frame as it was decoded; nothing for the connection itself */
  constructor(
    handshake: Handshake,
    readonly body?: unknown,
  ) {
    this.url = handshake.url;
    this.originalUrl = handshake.url;
    this.socket = handshake.socket;
    this.#handshake = handshake;
  }

  get headers(): IncomingHttpHeaders {
    return (this.#headers ??= this.#handshake.readHeaders());
  }

  set headers(headers: IncomingHttpHeaders) {
    this.#headers = headers;
  }

  /** That of the connection. Behind a proxy, the option `prepare` can put there what the proxy says. */
  get ip(): string {
    return (this.#ip ??= this.#handshake.ip);
  }

  set ip(ip: string) {
    this.#ip = ip;
  }

  /** Names and values in turn, as they were sent; none when the token of the URL stands in `headers`. */
  get rawHeaders(): readonly string[] {
    return (this.#rawHeaders ??= this.#handshake.readRawHeaders());
  }
}
