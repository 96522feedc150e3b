import { MizanError } from '@mizan/client';
import type { ChannelState, ChannelStore } from '@mizan/client/realtime';

/** What a hook shows of a channel: `idle` while it is skipped. */
export type ShownState<S> = Omit<ChannelState<S>, 'status'> & {
  readonly status: ChannelState<S>['status'] | 'idle';
};

/** A channel as a hook uses it. */
export type ShownStore<C, S> = Omit<ChannelStore<C, S>, 'getState'> & {
  readonly getState: () => ShownState<S>;
};

const blank = { messages: [], last: undefined, error: undefined, gaps: 0 };
const idle: ShownState<never> = { ...blank, status: 'idle' };
const connecting: ShownState<never> = { ...blank, status: 'connecting' };

/** What a server renders, and a page hydrates: there is no socket before that. */
export const initialState = (): ShownState<never> => connecting;

/** Joins nothing and hears nothing. */
export const skippedStore: ShownStore<unknown, never> = {
  getState: () => idle,
  subscribe: () => () => undefined,
  send() {
    throw new MizanError('NOT_JOINED', 'Nothing can be sent while the channel is skipped.');
  },
};
