import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';

/** What a connection knows of the request that opened it. */
export interface Handshake {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they were sent: of several that are one in `headers`, all. */
  readonly rawHeaders: readonly string[];
  /** Of the other side of the connection, which may be a proxy. */
  readonly ip: string;
  readonly socket: Socket;
}

/** Keeps what is asked for later, and lets go of the rest. */
export function readHandshake(request: IncomingMessage): Handshake {
  const { url = '/', headers, rawHeaders, socket } = request;
  return { url, headers, rawHeaders, ip: socket.remoteAddress ?? '', socket };
}

/**
 * What stands for the request of a frame: headers, address and URL are those of the request that opened the
 * connection, the body is the frame. Each frame has one of its own, so that what guards put there is gone with it.
 */
export class SocketRequest implements Handshake {
  readonly method = 'GET';
  readonly url: string;
  readonly originalUrl: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they were sent; none when the token of the URL stands in `headers`. */
  readonly rawHeaders: readonly string[];
  /** That of the connection. Behind a proxy, the option `prepare` can put there what the proxy says. */
  ip: string;
  readonly socket: Socket;
  readonly query: Readonly<Record<string, string>> = {};
  readonly params: Readonly<Record<string, string>> = {};

  /** @param body the frame as it was decoded; nothing for the connection itself */
  constructor(
    { url, headers, rawHeaders, ip, socket }: Handshake,
    readonly body?: unknown,
  ) {
    this.url = url;
    this.originalUrl = url;
    this.headers = { ...headers };
    this.rawHeaders = [...rawHeaders];
    this.ip = ip;
    this.socket = socket;
  }
}
