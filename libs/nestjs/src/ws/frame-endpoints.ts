import { writeCallReply } from '@mizan/protocol';
import { Logger } from '@nestjs/common';
import type { ChannelEndpoints } from '../channels/index.js';
import type { CallRequest, Dispatcher } from '../dispatch/dispatcher.js';
import type { CallOutcome } from '../dispatch/outcome.js';
import { BadToken, markNotRun, ServiceUnavailable, toErrorReply } from '../errors/index.js';
import type { IdentityResolver, MizanIdentity } from '../identity/index.js';
import type { Admission, Opening } from './admit.js';
import type { ClientFrame, FrameId } from './client-frame.js';
import { closeCode } from './close-code.js';
import type { Connection, GoodFrame } from './connection.js';
import type { FrameExchange } from './frame-exchange.js';
import type { FrameRequests } from './frame-requests.js';
import { errorOf, readBundle } from './read-bundle.js';
import { SocketRequest } from './socket-request.js';
import type { Standings } from './standings.js';
import type { Recheck, WatchFrames } from './watch-frames.js';
import { writeAnswer, writeError, writeFailure } from './write-frame.js';

/** A frame whose answer has its id. */
type CallFrame = Frame<'rpc' | 'ctx' | 'watch'>;
type Frame<Kind> = Extract<ClientFrame, { kind: Kind }>;

/** What the frames of PROTOCOL 11 ask for: has it dispatched and encodes the outcome. */
export class FrameEndpoints {
  readonly #logger = new Logger('Mizan');

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly identities: IdentityResolver,
    private readonly requests: FrameRequests,
    private readonly channels: ChannelEndpoints,
    private readonly standings: Standings,
    private readonly watches: WatchFrames,
  ) {}

  /** Answers a frame, once. An access token that is no longer valid ends the connection. */
  answer(frame: GoodFrame, admission: Admission, connection: Connection): Promise<void> {
    const exchange = this.requests.open(admission, frame);
    if ('id' in frame) return this.#answerCall(frame, exchange, admission, connection);
    const ask = () => this.requests.identify(exchange.request);
    const identify = () => this.standings.confirm(connection, admission, ask);
    // At once, so that frames about one channel are taken in the order in which they came.
    return this.channels.answer(frame, connection.subscriber, identify);
  }

  /** Ends a connection when the access token that it was opened with is not good any more. */
  async checkToken({ handshake }: Admission, connection: Connection): Promise<void> {
    await this.#closeIfBad(new SocketRequest(handshake), connection);
  }

  /**
   * Looks after the sockets that listen: closes those of who is somebody else now or has other rights, and lets go of
   * watches on what became stale and may not be read any more.
   *
   * @param id only those where this identity may be, also when they are only about to listen
   */
  recheck(id?: MizanIdentity['id']): Promise<Recheck> {
    const { standings } = this;
    return this.watches.recheck(id === undefined ? standings.listening : standings.of(id));
  }

  /** The answer to a frame that comes while the server closes. */
  refuse(frame: GoodFrame): string {
    const { body } = toErrorReply(new ServiceUnavailable('The server is closing: connect again'));
    const id = 'id' in frame ? frame.id : frame.errorId;
    return id === undefined ? writeError(body.message) : writeFailure(id, markNotRun(body, 'closing'));
  }

  /** A socket has closed. */
  leave(connection: Connection): void {
    this.standings.leave(connection);
    this.channels.leave(connection.subscriber);
    this.watches.leave(connection);
  }

  /** Resolves when channels were told of all whose sockets have closed. */
  allTold(): Promise<void> {
    return this.channels.allTold();
  }

  /** Who opened a connection, by its token, its session or whatever the app goes by; nobody for one that is refused. */
  identify({ request }: Opening): Promise<MizanIdentity | null> {
    return this.requests.identifyAny(request);
  }

  // A token that cannot be judged now is not bad: the frames that need it say what is wrong.
  async #closeIfBad(request: SocketRequest, connection: Connection): Promise<void> {
    try {
      await this.identities.resolveToken(request);
    } catch (error) {
      if (error instanceof BadToken) connection.close(closeCode.tokenExpired, 'The access token has expired');
    }
  }

  async #answerCall(
    frame: CallFrame,
    exchange: FrameExchange,
    admission: Admission,
    connection: Connection,
  ): Promise<void> {
    connection.send(await this.#run(frame, exchange, admission, connection));
    if (admission.token === 'good') await this.#closeIfBad(exchange.request, connection);
  }

  async #run(
    frame: CallFrame,
    exchange: FrameExchange,
    admission: Admission,
    connection: Connection,
  ): Promise<string> {
    try {
      if (frame.kind === 'watch') return await this.watches.answer(frame, admission, connection);
      const preparing = this.requests.prepare(exchange);
      if (preparing !== undefined) await preparing;
      if (frame.kind === 'ctx') return await this.#read(frame, exchange);
      return writeCall(frame.id, await this.dispatcher.call(callOf(frame), exchange), exchange);
    } catch (error) {
      const { body, unexpected } = toErrorReply(error);
      if (unexpected) this.#logger.error(error);
      // As over HTTP: nothing has run, and the same may be sent again with a better token.
      return writeFailure(frame.id, error instanceof BadToken ? markNotRun(body, 'token') : body);
    }
  }

  async #read({ id, context, params }: Frame<'ctx'>, exchange: FrameExchange): Promise<string> {
    const source = { kind: 'json', args: params } as const;
    const read = await readBundle(this.dispatcher, { name: context, source }, exchange);
    return read.kind === 'success' ? writeAnswer(id, read.bundle) : writeFailure(id, read.error);
  }
}

function callOf({ fn, args, change }: Frame<'rpc'>): CallRequest {
  return { name: fn, source: { kind: 'json', args }, change };
}

function writeCall(id: FrameId, outcome: CallOutcome, exchange: FrameExchange): string {
  if (outcome.kind !== 'success') return writeFailure(id, errorOf(outcome, exchange).error);
  const { result, invalidate, merge } = outcome;
  return writeAnswer(id, writeCallReply(result, invalidate, merge));
}
