export { MizanChannel } from './channel.decorator.js';
export { ChannelEndpoints } from './channel-endpoints.js';
export { ChannelHub } from './channel-hub.js';
export { ChannelService } from './channel.service.js';
export { Subscriber } from './subscriber.js';
export type {
  ChannelClass,
  ChannelMethods,
  ChannelTypes,
  ParamsOf,
  ServerMessageOf,
} from './channel-class.js';
export type { Listener } from './subscription.js';
export type { ChannelFrame } from './channel-frame.js';
