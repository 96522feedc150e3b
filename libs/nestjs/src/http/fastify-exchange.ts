import type { ResponseWatch } from '../dispatch/exchange.js';
import { commonHeaders, type HttpExchange, type HttpReply, type HttpRequest } from './http-exchange.js';

/** The part of Fastify's reply that is used here. */
export interface FastifyReply {
  readonly sent: boolean;
  readonly raw: { readonly headersSent: boolean; readonly destroyed: boolean };
  code(status: number): FastifyReply;
  header(name: string, value: string): FastifyReply;
  send(text: string): unknown;
  hijack(): unknown;
}

/** A request on Fastify. */
export class FastifyExchange implements HttpExchange {
  constructor(
    readonly request: HttpRequest,
    readonly response: FastifyReply,
  ) {}

  // A reply that is sent waits for hooks (compression is one) before it writes anything, so looking at its state comes
  // too late: the watch is on the methods that begin it.
  watchResponse(): ResponseWatch {
    const { response } = this;
    let begun = false;
    for (const method of ['send', 'hijack'] as const) {
      const original = response[method];
      response[method] = (...args: readonly never[]) => {
        begun = true;
        return Reflect.apply(original, response, args);
      };
    }
    return {
      isAnswered: () => begun || this.#isAnswered(),
      stop: () => {
        Reflect.deleteProperty(response, 'send');
        Reflect.deleteProperty(response, 'hijack');
      },
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
