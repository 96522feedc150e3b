import type { MizanError } from '../mizan-error.js';

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
  /**
   * Why joining was refused, what was wrong with the last message that was sent, or, with the code `NOT_JOINED`, that
   * messages were given up since nobody listens. Gone with the next success.
   */
  readonly error: MizanError | undefined;
  /** How often messages may have been missed since this store was first used: counted when joined again. */
  readonly gaps: number;
}

/** Nothing is known, and nothing was missed. */
export const blank: ChannelState<never> = {
  status: 'connecting',
  messages: [],
  last: undefined,
  error: undefined,
  gaps: 0,
};

/** One channel with one set of params: joined while somebody subscribes, once for all stores of it. */
export interface ChannelStore<C, S> {
  /** The same object until something changes. */
  readonly getState: () => ChannelState<S>;
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Sends a message, or keeps it until the channel is joined. If nobody subscribes by the end of the tick, it is given up,
   * which the state tells.
   *
   * @throws {MizanError} with the code `NOT_JOINED` when joining was refused, or too many wait, and `PAYLOAD_TOO_LARGE` for
   *   one that is longer than a frame may be (100 kB)
   */
  readonly send: (message: C) => void;
}

export interface ChannelStoreOptions {
  /** How many messages are kept. Of several stores of one channel, the largest counts. @default 50 */
  readonly history?: number | undefined;
}
