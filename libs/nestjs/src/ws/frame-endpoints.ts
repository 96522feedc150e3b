import { type ErrorReply, readErrorReply, writeCallReply } from '@mizan/protocol';
import { Logger } from '@nestjs/common';
import type { ChannelEndpoints } from '../channels/index.js';
import type { Dispatcher } from '../dispatch/dispatcher.js';
import type { Failure, Handled } from '../dispatch/outcome.js';
import { BadToken, ServiceUnavailable, toErrorReply } from '../errors/index.js';
import type { IdentityResolver, MizanIdentity } from '../identity/index.js';
import type { Admission, Opening } from './admit.js';
import type { ClientFrame } from './client-frame.js';
import { closeCode } from './close-code.js';
import type { Connection, GoodFrame } from './connection.js';
import { FrameExchange } from './frame-exchange.js';
import { SocketRequest } from './socket-request.js';
import type { WebSocketSettings } from './websocket-options.js';
import { writeAnswer, writeError, writeFailure } from './write-frame.js';

/** A frame whose answer has its id. */
type CallFrame = Frame<'rpc' | 'ctx'>;
type Frame<Kind> = Extract<ClientFrame, { kind: Kind }>;

/** What the frames of PROTOCOL 11 ask for: has it dispatched and encodes the outcome. */
export class FrameEndpoints {
  readonly #logger = new Logger('Mizan');

  constructor(
    private readonly settings: Pick<WebSocketSettings, 'prepare'>,
    private readonly dispatcher: Dispatcher,
    private readonly identities: IdentityResolver,
    private readonly channels: ChannelEndpoints,
  ) {}

  /** Answers a frame, once. An access token that is no longer valid ends the connection. */
  async answer(frame: GoodFrame, admission: Admission, connection: Connection): Promise<void> {
    const exchange = this.#open(admission, frame);
    if (!('id' in frame)) {
      // At once, so that frames about one channel are taken in the order in which they came.
      const identify = () => this.#identify(exchange.request);
      return this.channels.answer(frame, connection.subscriber, identify);
    }
    connection.send(await this.#run(frame, exchange));
    if (admission.token === 'good') await this.#closeIfBad(exchange.request, connection);
  }

  /** Ends a connection when the access token that it was opened with is not good any more. */
  async checkToken({ handshake }: Admission, connection: Connection): Promise<void> {
    await this.#closeIfBad(new SocketRequest(handshake), connection);
  }

  /** The answer to a frame that comes while the server closes. */
  refuse(frame: GoodFrame): string {
    const { body } = toErrorReply(new ServiceUnavailable('The server is closing: connect again'));
    return 'id' in frame ? writeFailure(frame.id, body) : writeError(body.message);
  }

  /** A socket has closed. */
  leave(connection: Connection): void {
    this.channels.leave(connection.subscriber);
  }

  /** Who opened a connection, by its token, its session or whatever the app goes by; nobody for one that is refused. */
  async identify({ request }: Opening): Promise<MizanIdentity | null> {
    try {
      return await this.#identify(request);
    } catch (error) {
      if (toErrorReply(error).unexpected) throw error;
      return null;
    }
  }

  async #identify(request: SocketRequest): Promise<MizanIdentity | null> {
    await this.settings.prepare?.(request);
    return this.identities.resolve(request);
  }

  // A token that cannot be judged now is not bad: the frames that need it say what is wrong.
  async #closeIfBad(request: SocketRequest, connection: Connection): Promise<void> {
    try {
      await this.identities.resolveToken(request);
    } catch (error) {
      if (error instanceof BadToken) connection.close(closeCode.tokenExpired, 'The access token has expired');
    }
  }

  #open({ handshake, token }: Admission, frame: GoodFrame): FrameExchange {
    const exchange = new FrameExchange(new SocketRequest(handshake, frame));
    if (token === 'bad') this.identities.assume(exchange.request, null);
    return exchange;
  }

  async #run(frame: CallFrame, exchange: FrameExchange): Promise<string> {
    try {
      await this.identities.resolveToken(exchange.request);
      if (this.settings.prepare !== undefined) await this.settings.prepare(exchange.request);
      return await (frame.kind === 'rpc' ? this.#call(frame, exchange) : this.#read(frame, exchange));
    } catch (error) {
      const { body, unexpected } = toErrorReply(error);
      if (unexpected) this.#logger.error(error);
      return writeFailure(frame.id, body);
    }
  }

  async #call({ id, fn, args }: Frame<'rpc'>, exchange: FrameExchange): Promise<string> {
    const outcome = await this.dispatcher.call({ name: fn, source: { kind: 'json', args } }, exchange);
    if (outcome.kind !== 'success') return writeFailure(id, errorOf(outcome, exchange));
    const { result, invalidate, merge } = outcome;
    return writeAnswer(id, writeCallReply(result, invalidate, merge));
  }

  async #read({ id, context, params }: Frame<'ctx'>, exchange: FrameExchange): Promise<string> {
    const source = { kind: 'json', args: params } as const;
    const outcome = await this.dispatcher.readContext({ name: context, source }, exchange);
    return outcome.kind === 'success'
      ? writeAnswer(id, outcome.bundle)
      : writeFailure(id, errorOf(outcome, exchange));
  }
}

// What a filter or a guard wrote in place of the function has a status and a body, which say what it is as an error.
function errorOf(outcome: Failure | Handled, { response }: FrameExchange): ErrorReply {
  if (outcome.kind === 'failure') return outcome.body;
  const { status = 500, body } = response.answer ?? {};
  return readErrorReply(status, body);
}
