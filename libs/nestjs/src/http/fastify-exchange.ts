import type { Readable } from 'node:stream';
import type { ResponseWatch } from '../dispatch/exchange.js';
import { isWatched, markShared } from './shared-response.js';
import { watchMethods } from './watch-methods.js';
import {
  commonHeaders,
  type EndingResponse,
  type HttpExchange,
  type HttpReply,
  type HttpRequest,
  isGone,
  untilEnded,
} from './http-exchange.js';

/** The part of Fastify's reply that is used here. */
export interface FastifyReply {
  readonly sent: boolean;
  readonly raw: EndingResponse & {
    readonly headersSent: boolean;
    hasHeader(name: string): boolean;
  };
  code(status: number): FastifyReply;
  hasHeader(name: string): boolean;
  getHeader(name: string): string | number | readonly string[] | undefined;
  header(name: string, value: string): FastifyReply;
  send(text: string): unknown;
}

/** A request on Fastify. */
export class FastifyExchange implements HttpExchange {
  constructor(
    readonly request: HttpRequest,
    readonly response: FastifyReply,
    /** Of a multipart body. */
    readonly bodyStream: Readable | undefined,
  ) {}

  get isLast(): boolean {
    return this.response.raw.shouldKeepAlive === false;
  }

  answered(): Promise<void> | undefined {
    return untilEnded(this.response.raw);
  }

  watchResponse(): ResponseWatch {
    if (!this.#isAnswered()) this.response.header('Cache-Control', commonHeaders['Cache-Control']);
    const watch = watchMethods(this.response, ['send', 'hijack']);
    return {
      isAnswered: () => watch.isAnswered() || this.#isAnswered(),
      stop: () => watch.stop(),
    };
  }

  send({ status, text, headers, shared }: HttpReply): void {
    const { response } = this;
    if (this.#isAnswered() || isGone(response.raw)) return;
    response.code(status);
    setHeaders(response, commonHeaders);
    if (headers !== undefined) setHeaders(response, headers);
    if (shared !== undefined && this.#isShareable()) {
      setHeaders(response, shared);
      markShared(response.raw);
    }
    response.send(text);
  }

  // Hooks may set a cookie after us: seen only when the head is watched.
  #isShareable(): boolean {
    const { raw } = this.response;
    return !this.response.hasHeader('Set-Cookie') && !raw.hasHeader('Set-Cookie') && isWatched(raw);
  }

  #isAnswered(): boolean {
    return this.response.sent || this.response.raw.headersSent;
  }
}

function setHeaders(response: FastifyReply, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    // The app may vary by something as well; ours comes beside it.
    const present = name === 'Vary' ? response.getHeader(name) : undefined;
    response.header(name, present === undefined ? value : [present, value].flat().join(', '));
  }
}
