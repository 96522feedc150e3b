export { createChannelHook } from './create-channel-hook.js';

export type { ChannelHook, ChannelOptions, ChannelResult } from './create-channel-hook.js';
