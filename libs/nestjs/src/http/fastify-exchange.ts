import type { ResponseWatch } from '../dispatch/exchange.js';
import { watchMethods } from './watch-methods.js';
import { commonHeaders, type HttpExchange, type HttpReply, type HttpRequest } from './http-exchange.js';

/** The part of Fastify's reply that is used here. */
export interface FastifyReply {
  readonly sent: boolean;
  readonly raw: { readonly headersSent: boolean; readonly destroyed: boolean };
  code(status: number): FastifyReply;
  header(name: string, value: string): FastifyReply;
  send(text: string): unknown;
}

/** A request on Fastify. */
export class FastifyExchange implements HttpExchange {
  constructor(
    readonly request: HttpRequest,
    readonly response: FastifyReply,
  ) {}

  watchResponse(): ResponseWatch {
    if (!this.#isAnswered()) this.response.header('Cache-Control', commonHeaders['Cache-Control']);
    const watch = watchMethods(this.response, ['send', 'hijack']);
    return {
      isAnswered: () => watch.isAnswered() || this.#isAnswered(),
      stop: () => watch.stop(),
    };
  }

  send({ status, text, headers }: HttpReply): void {
    const { response } = this;
    if (this.#isAnswered() || response.raw.destroyed) return;
    response.code(status);
    setHeaders(response, commonHeaders);
    if (headers !== undefined) setHeaders(response, headers);
    response.send(text);
  }

  #isAnswered(): boolean {
    return this.response.sent || this.response.raw.headersSent;
  }
}

function setHeaders(response: FastifyReply, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.header(name, value);
}
