import type { Exchange, ResponseWatch } from '../dispatch/exchange.js';
import type { MizanIdentity } from '../identity/index.js';
import { LocalResponse } from '../dispatch/local-response.js';

/** What guards and interceptors find in place of a request. */
export interface LocalRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly ip: string;
  readonly query: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Where passport would have put the caller. */
  readonly user: MizanIdentity | undefined;
}

/** A request that never came over a wire. */
export class LocalExchange implements Exchange {
  readonly response = new LocalResponse();

  constructor(readonly request: LocalRequest) {}

  watchResponse(): ResponseWatch {
    return { isAnswered: () => this.response.headersSent, stop: () => undefined };
  }
}
