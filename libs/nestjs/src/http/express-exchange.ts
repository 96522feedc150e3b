import type { ResponseWatch } from '../dispatch/exchange.js';
import { watchMethods } from './watch-methods.js';
import { commonHeaders, type HttpExchange, type HttpReply, type HttpRequest } from './http-exchange.js';

/** The part of Express's response (Node's own) that is used here. */
export interface ExpressResponse {
  statusCode: number;
  readonly headersSent: boolean;
  readonly writableEnded: boolean;
  readonly destroyed: boolean;
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

  watchResponse(): ResponseWatch {
    if (!this.#isAnswered()) this.response.setHeader('Cache-Control', commonHeaders['Cache-Control']);
    const watch = watchMethods(this.response, ['end']);
    return {
      isAnswered: () => watch.isAnswered() || this.#isAnswered(),
      stop: () => watch.stop(),
    };
  }

  send({ status, text, headers }: HttpReply): void {
    const { response } = this;
    if (this.#isAnswered() || response.destroyed) return;
    response.statusCode = status;
    response.setHeader('Content-Type', commonHeaders['Content-Type']);
    response.setHeader('Cache-Control', commonHeaders['Cache-Control']);
    if (headers !== undefined) setHeaders(response, headers);
    response.setHeader('Content-Length', Buffer.byteLength(text));
    response.end(text);
  }

  #isAnswered(): boolean {
    return this.response.headersSent || this.response.writableEnded;
  }
}

function setHeaders(response: ExpressResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    // Functions and middleware set cookies as well; ours comes beside them.
    if (name === 'Set-Cookie') response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
}
