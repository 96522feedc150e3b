import type { Exchange, ResponseWatch } from '../dispatch/exchange.js';
import { LocalResponse } from '../dispatch/local-response.js';
import type { SocketRequest } from './socket-request.js';

/** One frame as guards, interceptors and filters see it: a request of its own, and a response that is never sent as such. */
export class FrameExchange implements Exchange {
  readonly contextType = 'ws';
  readonly response = new LocalResponse();

  constructor(readonly request: SocketRequest) {}

  watchResponse(): ResponseWatch {
    return { isAnswered: () => this.response.headersSent, stop: () => undefined };
  }
}
