import { Injectable, Logger } from '@nestjs/common';
import { Csrf } from '../csrf/index.js';
import { headerOf } from '../csrf/request-facts.js';
import { type CallRequest, Dispatcher, type PendingCall } from '../dispatch/dispatcher.js';
import { MizanEdge } from '../edge/index.js';
import { BadToken, MethodNotAllowed, toErrorReply } from '../errors/index.js';
import { IdentityResolver } from '../identity/index.js';
import { discardRest, type MultipartCall, Uploads } from '../uploads/index.js';
import type { HttpExchange, HttpReply } from './http-exchange.js';
import { bundleReply, callReply, errorReply } from './http-replies.js';
import { multipartType, readCallRequest } from './read-call.js';
import { readPendingCall } from './read-pending-call.js';

/**
 * The endpoints of PROTOCOL 2, whatever the adapter: decode the request, have it dispatched, encode the outcome.
 * None of them rejects.
 */
@Injectable()
export class HttpEndpoints {
  readonly #logger = new Logger('Mizan');

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly csrf: Csrf,
    private readonly identities: IdentityResolver,
    private readonly edge: MizanEdge,
    private readonly uploads: Uploads,
  ) {}

  /** `POST call/` */
  call(exchange: HttpExchange): Promise<void> {
    const { request } = exchange;
    const contentType = multipartType(request);
    if (contentType !== undefined) return this.#callMultipart(exchange, contentType);
    return this.#call(
      exchange,
      () => readCallRequest(request),
      (reply) => exchange.send(reply),
    );
  }

  async #call(
    exchange: HttpExchange,
    readCall: () => CallRequest | Promise<PendingCall>,
    send: (reply: HttpReply) => void | Promise<void>,
  ): Promise<void> {
    try {
      const { request } = exchange;
      // Before anything else: a bad token refuses the call, whatever else is wrong with it.
      const bearer = this.identities.resolveToken(request);
      if (bearer !== undefined) await bearer;
      this.csrf.check(request, { hasToken: bearer !== undefined });
      const call = readCall();
      const outcome = await this.dispatcher.call(call instanceof Promise ? await call : call, exchange);
      // A client reads anew when it has the answer, and the edge has to be purged by then.
      const purging = this.edge.settled(outcome);
      if (purging !== undefined) await purging;
      if (outcome.kind !== 'handled') await send(callReply(outcome, this.edge));
    } catch (error) {
      await send(this.#failureReply(error));
    }
  }

  // Whatever comes of it, what was not read of the body is passed over, and its files are gone.
  async #callMultipart(exchange: HttpExchange, contentType: string): Promise<void> {
    const { request, bodyStream } = exchange;
    let upload: MultipartCall | undefined;
    let passing: Promise<void> | undefined;
    const passOver = (): Promise<void> | undefined => {
      upload?.stop();
      return (passing ??= bodyStream && discardRest(bodyStream, exchange.isLast));
    };
    const read = (): Promise<PendingCall> => {
      const contentEncoding = headerOf(request, 'content-encoding');
      upload = this.uploads.open({ contentType, contentEncoding, body: bodyStream });
      return readPendingCall(upload);
    };
    try {
      await this.#call(exchange, read, async (reply) => {
        const passed = passOver();
        // A connection that ends with the answer takes it along while the client still sends.
        if (exchange.isLast) await passed;
        exchange.send(reply);
      });
    } finally {
      void passOver();
      // A method that answers by itself may be sending one of the files.
      await exchange.answered();
      await upload?.end();
    }
  }

  /** `GET ctx/<name>/` */
  async context(exchange: HttpExchange, name: string): Promise<void> {
    const read = this.edge.beginRead(name);
    try {
      const bearer = this.identities.resolveToken(exchange.request);
      if (bearer !== undefined) await bearer;
      const source = { kind: 'text', params: readQuery(exchange.request.url) } as const;
      const outcome = await this.dispatcher.readContext({ name, source }, exchange);
      const shared = read && (await this.edge.bundleHeaders(read, outcome));
      if (outcome.kind !== 'handled') exchange.send(bundleReply(outcome, shared));
    } catch (error) {
      this.#fail(exchange, error);
    } finally {
      read?.end();
    }
  }

  /** `GET session/` */
  session(exchange: HttpExchange): void {
    const { body, cookie } = this.csrf.openSession(exchange.request);
    exchange.send({ status: 200, text: JSON.stringify(body), headers: { 'Set-Cookie': cookie } });
  }

  /** Any other method on one of these paths. */
  wrongMethod(exchange: HttpExchange, allowed: string): void {
    const { status, text } = errorReply(new MethodNotAllowed(`Use ${allowed} here`));
    exchange.send({ status, text, headers: { Allow: allowed } });
  }

  /** What went wrong outside of any function: a body that could not be parsed, an error of a middleware. */
  async fail(exchange: HttpExchange, error: unknown): Promise<void> {
    this.#fail(exchange, (await this.#findBadToken(exchange)) ?? error);
  }

  // It comes before whatever else is wrong; what else the app's hooks throw does not.
  async #findBadToken({ request }: HttpExchange): Promise<BadToken | undefined> {
    try {
      await this.identities.resolveToken(request);
      return undefined;
    } catch (refusal) {
      return refusal instanceof BadToken ? refusal : undefined;
    }
  }

  #fail(exchange: HttpExchange, error: unknown): void {
    exchange.send(this.#failureReply(error));
  }

  #failureReply(error: unknown): HttpReply {
    if (toErrorReply(error).unexpected) this.#logger.error(error);
    return errorReply(error);
  }
}

// Not by `request.query`: how that is parsed is a setting of the app.
function readQuery(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
}
