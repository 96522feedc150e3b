export { GuardedStore } from './guarded-store.js';
export { memoryStore } from './memory-store.js';

export type { CacheStore, EntryStore, ScopeStore, StoreUse } from './cache-store.js';
export type { MemoryStoreOptions } from './memory-store.js';
export type { StoreTurn } from './store-turn.js';
