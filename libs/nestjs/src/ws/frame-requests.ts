import { toErrorReply } from '../errors/index.js';
import type { IdentityResolver, MizanIdentity } from '../identity/index.js';
import type { Admission } from './admit.js';
import type { GoodFrame } from './connection.js';
import { FrameExchange } from './frame-exchange.js';
import { SocketRequest } from './socket-request.js';
import type { WebSocketSettings } from './websocket-options.js';

/** Makes what stands for the requests of frames, and finds out who they are from. */
export class FrameRequests {
  constructor(
    private readonly settings: Pick<WebSocketSettings, 'prepare'>,
    private readonly identities: IdentityResolver,
  ) {}

  /** @param frame left out for what the server asks by itself */
  open({ handshake, token }: Admission, frame?: GoodFrame): FrameExchange {
    const exchange = new FrameExchange(new SocketRequest(handshake, frame));
    if (token === 'bad') this.identities.assume(exchange.request, null);
    return exchange;
  }

  /** @throws BadToken for one that is there and bad */
  async checkToken(request: SocketRequest): Promise<void> {
    await this.identities.resolveToken(request);
  }

  /**
   * Does what comes before any function.
   *
   * @throws BadToken for one that is there and bad
   * @throws what the option `prepare` throws
   */
  async prepare({ request }: FrameExchange): Promise<void> {
    await this.checkToken(request);
    if (this.settings.prepare !== undefined) await this.settings.prepare(request);
  }

  /** @throws what the options `prepare` and `identity` throw */
  async identify(request: SocketRequest): Promise<MizanIdentity | null> {
    await this.settings.prepare?.(request);
    return this.identities.resolve(request);
  }

  /** The same, where nobody is whoever is refused. @throws what nobody expects */
  async identifyAny(request: SocketRequest): Promise<MizanIdentity | null> {
    try {
      return await this.identify(request);
    } catch (error) {
      if (toErrorReply(error).unexpected) throw error;
      return null;
    }
  }
}
