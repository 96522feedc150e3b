import type { HttpOptions } from '../http-transport.js';
import type { MizanError } from '../mizan-error.js';
import type { Transport } from '../transport.js';

/**
 * - `connecting`: not joined yet, or no longer, since the connection broke. It joins by itself.
 * - `joined`: messages arrive.
 * - `refused`: the server said no, and `error` says why. It is asked again with the next connection.
 */
export type ChannelStatus = 'connecting' | 'joined' | 'refused';

/** What is known of one channel with one set of params. `S` is what the server sends. */
export interface ChannelState<S> {
  readonly status: ChannelStatus;
  /** The last messages, oldest first, since somebody subscribed. */
  readonly messages: readonly S[];
  /** The last message. */
  readonly last: S | undefined;
  /** Why joining was refused, or what was wrong with the last message that was sent. Gone with the next success. */
  readonly error: MizanError | undefined;
  /** How often messages may have been missed: counted when joined again. */
  readonly gaps: number;
}

/** One channel with one set of params: joined while somebody subscribes, once for all of them. */
export interface ChannelStore<C, S> {
  /** The same object until something changes. */
  readonly getState: () => ChannelState<S>;
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Sends a message, or keeps it until the channel is joined.
   *
   * @throws {MizanError} with the code `NOT_JOINED` when nobody subscribes, joining was refused, or too many wait
   */
  readonly send: (message: C) => void;
}

export interface ChannelStoreOptions {
  /** How many messages are kept. Of several users of one store, the largest counts. @default 50 */
  readonly history?: number | undefined;
}

/** What `realtime()` makes of the transport of a client: the same with a socket besides. */
export interface RealtimeTransport extends Transport {
  channel(name: string, params: object, options?: ChannelStoreOptions): ChannelStore<unknown, unknown>;
}

/** Has a client open a socket when one is needed; what it is called with belongs to one client. */
export type Realtime = (http: Transport, options: HttpOptions) => RealtimeTransport;
