import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { packHeaders, unpackHeaders } from './packed-headers.js';

/** What a connection knows of the request that opened it. */
export class Handshake {
  readonly url: string;
  readonly socket: Socket;
  // Packed: most of what an idle socket would hold are its headers.
  readonly #shared: string;
  readonly #own: string;
  /** What cannot be read from those: names that came several times, or a token of the URL in their place. */
  readonly #headers: IncomingHttpHeaders | undefined;

  private constructor(
    { url, socket }: Pick<Handshake, 'url' | 'socket'>,
    rawHeaders: readonly string[],
    headers: IncomingHttpHeaders | undefined,
  ) {
    this.url = url;
    this.socket = socket;
    ({ shared: this.#shared, own: this.#own } = packHeaders(rawHeaders));
    this.#headers = headers;
  }

  /** Keeps what is asked for later, and lets go of the rest. */
  static read({ url = '/', headers, rawHeaders, socket }: IncomingMessage): Handshake {
    const isPlain =
      Object.keys(toHeaders(rawHeaders)).length * 2 === rawHeaders.length && !('set-cookie' in headers);
    return new Handshake({ url, socket }, rawHeaders, isPlain ? undefined : headers);
  }

  /** The same with headers that did not come so. */
  with(headers: IncomingHttpHeaders): Handshake {
    return new Handshake(this, [], { ...this.readHeaders(), ...headers });
  }

  /** Of the other side of the connection, which may be a proxy; empty once it is gone. */
  get ip(): string {
    return this.socket.remoteAddress ?? '';
  }

  /** A copy of the headers, by names in small letters. */
  readHeaders(): IncomingHttpHeaders {
    return this.#headers === undefined ? toHeaders(this.readRawHeaders()) : { ...this.#headers };
  }

  /** Names and values in turn, as they were sent: of several that are one in `headers`, all. */
  readRawHeaders(): string[] {
    return unpackHeaders({ shared: this.#shared, own: this.#own });
  }
}

/** Of headers that came once each; for several of one name, Node knows what counts. */
function toHeaders(rawHeaders: readonly string[]): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers[rawHeaders[index]?.toLowerCase() ?? ''] = rawHeaders[index + 1] ?? '';
  }
  return headers;
}
