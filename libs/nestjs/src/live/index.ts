export { findUnsharedCache } from './find-unshared-cache.js';
export { LiveHub } from './live-hub.js';
export { Turnstile } from './turnstile.js';
export { WatchEndpoints } from './watch-endpoints.js';
export { Watcher } from './watcher.js';
export { gapFrame } from './write-live-frame.js';
export type { LiveEntry } from './live-entry.js';
export type { ReadEntry, WatchFinding } from './watch-finding.js';
