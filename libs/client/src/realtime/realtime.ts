import type { ChannelState, Realtime } from './realtime-transport.js';

export interface RealtimeOptions {
  /**
   * Where the socket is: a path at the server of `baseUrl`, or a full URL.
   *
   * @default '/ws'
   */
  readonly url?: string;
}

const blank: ChannelState<never> = {
  status: 'connecting',
  messages: [],
  last: undefined,
  error: undefined,
  gaps: 0,
};

/** Has a client open a socket, when one is needed, for channels, live contexts and websocket functions. */
export function realtime(_options: RealtimeOptions = {}): Realtime {
  return (http) => ({
    ...http,
    channel: () => ({ getState: () => blank, subscribe: () => () => undefined, send: () => undefined }),
  });
}
