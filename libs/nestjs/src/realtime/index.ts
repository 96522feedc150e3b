export { LocalRelay } from './local-relay.js';
export { Relay } from './relay.js';

export type { RelayListener } from './relay.js';
