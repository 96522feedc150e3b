import type { HttpOptions } from '../http-transport.js';
import type { Transport } from '../transport.js';
import type { Connection } from './connection.js';

/** What `realtime()` makes of the transport of a client: the same with a socket besides. */
export interface RealtimeTransport extends Transport {
  /** What channels go through. */
  readonly connection: Connection;
  /**
   * Closes the socket for good, and all that waits for it: for tests, scripts and servers that make a client for each
   * request. What is called or read later goes over HTTP; nothing is live and no channel joined any more.
   */
  close(): void;
}

/** Has a client open a socket when one is needed; what it is called with belongs to one client. */
export type Realtime = (http: Transport, options: HttpOptions) => RealtimeTransport;
