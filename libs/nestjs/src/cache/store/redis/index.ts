export { redisStore } from './redis-store.js';

export type { MemoryTier, RedisClient, RedisStoreOptions } from './redis-store.js';
