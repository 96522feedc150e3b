import type { GivenParams, LooseParams, ParamsFirst } from '@mizan/client';
import { type ChannelRef, channelStore, type ChannelStoreOptions } from '@mizan/client/realtime';
import { useMemo, useSyncExternalStore } from 'react';
import { useMizan } from '../mizan-context.js';
import { initialState, type ShownState, type ShownStore, skippedStore } from './skipped-store.js';
import { useMessages } from './use-messages.js';

export interface ChannelOptions<S> extends ChannelStoreOptions {
  /** While it is true nothing is joined, and params may be unknown. @default false */
  readonly skip?: boolean | undefined;
  /** Is called with each message that arrives while the component is mounted, in their order. */
  readonly onMessage?: ((message: S) => void) | undefined;
}

/** What a channel's hook gives. `send` stays the same for the same params. */
export type ChannelResult<C, S> = ShownState<S> & Pick<ShownStore<C, S>, 'send'>;

type Skippable<P extends object, S> = [
  params: { readonly [Name in keyof GivenParams<P>]: GivenParams<P>[Name] | undefined } | undefined,
  options: ChannelOptions<S> & { readonly skip: boolean },
];

/** Takes params, which a channel without any has not; with `skip`, they may still be unknown. */
export type ChannelHook<P extends object, C, S> = (
  ...args: ParamsFirst<P, [options?: ChannelOptions<S>]> | Skippable<P, S>
) => ChannelResult<C, S>;

/**
 * Makes the hook of a channel: `{ status, messages, last, send, error, gaps }`. While a component that uses it is
 * mounted the channel is joined, once for all components with the same params.
 */
export function createChannelHook<P extends object, C, S>(ref: ChannelRef<P, C, S>): ChannelHook<P, C, S> {
  // Params were checked against P; below, they are only handed on.
  const loose = ref as unknown as ChannelRef<LooseParams, C, S>;
  return function useChannel(...args) {
    const [params, { skip, history, onMessage } = {}] = args as [LooseParams?, ChannelOptions<S>?];
    const mizan = useMizan();
    // Params are new with each render, and mostly the same.
    const key = JSON.stringify(params);
    const store = useMemo<ShownStore<C, S>>(
      () => (skip ? skippedStore : channelStore(mizan, loose, params, { history })),
      [mizan, key, skip, history],
    );
    const subscribe = useMessages(store, onMessage);
    const state = useSyncExternalStore(subscribe, store.getState, skip ? store.getState : initialState);
    const messages = useMemo(() => newest(state.messages, history), [state.messages, history]);
    return { ...state, messages, send: store.send };
  };
}

/** Other components may have the channel keep more. */
function newest<S>(messages: readonly S[], history = messages.length): readonly S[] {
  return history < messages.length ? messages.slice(messages.length - history) : messages;
}
