import { Readable } from 'node:stream';
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

/** The part of Express's response (Node's own) that is used here. */
export interface ExpressResponse extends EndingResponse {
  statusCode: number;
  readonly headersSent: boolean;
  hasHeader(name: string): boolean;
  setHeader(name: string, value: string | number): unknown;
  appendHeader(name: string, value: string): unknown;
  end(text: string): unknown;
}

/** A request on Express. */
export class ExpressExchange implements HttpExchange {
  constructor(
    readonly request: HttpRequest,
    readonly response: ExpressResponse,
  ) {}

  get bodyStream(): Readable | undefined {
    return this.request instanceof Readable ? this.request : undefined;
  }

  get isLast(): boolean {
    return this.response.shouldKeepAlive === false;
  }

  answered(): Promise<void> | undefined {
    return untilEnded(this.response);
  }

  watchResponse(): ResponseWatch {
    if (!this.#isAnswered()) this.response.setHeader('Cache-Control', commonHeaders['Cache-Control']);
    const watch = watchMethods(this.response, ['end']);
    return {
      isAnswered: () => watch.isAnswered() || this.#isAnswered(),
      stop: () => watch.stop(),
    };
  }

  send({ status, text, headers, shared }: HttpReply): void {
    const { response } = this;
    if (this.#isAnswered() || isGone(response)) return;
    response.statusCode = status;
    response.setHeader('Content-Type', commonHeaders['Content-Type']);
    response.setHeader('Cache-Control', commonHeaders['Cache-Control']);
    if (headers !== undefined) setHeaders(response, headers);
    if (shared !== undefined && this.#isShareable()) {
      setHeaders(response, shared);
      markShared(response);
    }
    response.setHeader('Content-Length', Buffer.byteLength(text));
    response.end(text);
  }

  // Of an app that answers to another server than its own, heads are not watched. There, whoever has wrapped this one
  // may mean to set a cookie.
  #isShareable(): boolean {
    const { response } = this;
    if (response.hasHeader('Set-Cookie')) return false;
    return isWatched(response) || !Object.hasOwn(response, 'writeHead');
  }

  #isAnswered(): boolean {
    return this.response.headersSent || this.response.writableEnded;
  }
}

function setHeaders(response: ExpressResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    // Functions and middleware set these as well; ours comes beside them.
    if (name === 'Set-Cookie' || name === 'Vary') response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
}
