export { LocalRelay } from './local-relay.js';
export { Relay } from './relay.js';
export { relaySetupToken, setUpRelay } from './set-up-relay.js';

export type { RealtimeOptions, RelayRedisOptions } from './realtime-options.js';
export type { RelayListener } from './relay.js';
export type { RelayClient } from './redis/redis-client.js';
export type { RelaySetup } from './set-up-relay.js';
