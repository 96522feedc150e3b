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

  /** Nothing to wait for without tokens. @throws or rejects with BadToken for one that is there and bad */
  checkToken(request: SocketRequest): Promise<unknown> | undefined {
    return this.identities.resolveToken(request);
  }

  /**
   * Does what comes before any function. Nothing to wait for, not even a turn, where nothing does.
   *
   * @throws or rejects with BadToken for one that is there and bad, and with what the option `prepare` throws
   */
  prepare({ request }: FrameExchange): Promise<unknown> | undefined {
    const checking = this.checkToken(request);
    const { prepare } = this.settings;
    return prepare === undefined ? checking : prepareChecked(checking, () => prepare(request));
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

async function prepareChecked(checking: Promise<unknown> | undefined, prepare: () => unknown): Promise<void> {
  await checking;
  await prepare();
}
