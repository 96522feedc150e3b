import type { MizanError } from './mizan-error.js';

/**
 * What is known of one context with one set of params.
 *
 * - `idle`: nothing is asked for, since it is skipped.
 * - `loading`: no data yet.
 * - `ready`: the data is the newest there is.
 * - `refreshing`: there is data, and newer data is on its way.
 * - `error`: the last read failed; data of an earlier one is kept.
 */
export type ContextState<B> =
  | { readonly status: 'idle' | 'loading'; readonly data: undefined; readonly error: undefined }
  | { readonly status: 'ready' | 'refreshing'; readonly data: B; readonly error: undefined }
  | { readonly status: 'error'; readonly data: B | undefined; readonly error: MizanError };

/** Nothing is known, and it will be asked for. A new object each time, so that one blank can be told from another. */
export function blankState<B>(): ContextState<B> {
  return { data: undefined, status: 'loading', error: undefined };
}

/** What is shown while newer data is on its way. */
export function awaitingState<B>(data: B | undefined): ContextState<B> {
  return data === undefined ? blankState() : { data, status: 'refreshing', error: undefined };
}

export interface SubscribeOptions {
  /**
   * Whether it is read again when others change it, for as long as this subscription lasts. Needs the option `realtime`
   * of the client, and does nothing without.
   *
   * @default false
   */
  readonly live?: boolean | undefined;
}

/** One context with one set of params. It is mounted while somebody subscribes, and fetched when the first one does. */
export interface ContextStore<B> {
  /** The same object until something changes. */
  readonly getState: () => ContextState<B>;
  /** What is shown of it before anything is known, hence what a server renders and a page hydrates. */
  readonly getInitialState: () => ContextState<B>;
  readonly subscribe: (listener: () => void, options?: SubscribeOptions) => () => void;
  /** Reads now, or joins the read that is under way. @throws {MizanError} */
  readonly refetch: () => Promise<B>;
  /**
   * For frameworks that can wait while they render: the data, or a promise of it.
   *
   * @throws {MizanError} the failure of the last read, if there is no data. A second later it reads again instead.
   */
  readonly suspend: () => B | Promise<B>;
}
