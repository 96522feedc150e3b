export { channelRef } from './channel-ref.js';
export { channelStore } from './channel-store.js';
export { realtime } from './realtime.js';

export type { ChannelRef } from './channel-ref.js';
export type { RealtimeOptions } from './realtime.js';
export type { ChannelState, ChannelStatus, ChannelStore, ChannelStoreOptions } from './channel-state.js';
export type { Realtime, RealtimeTransport } from './realtime-transport.js';
