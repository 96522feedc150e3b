export { redisRotation } from '../../../tokens/rotation/redis-rotation.js';
export { redisStore } from './redis-store.js';

export type { RedisRotationOptions } from '../../../tokens/rotation/redis-rotation.js';
export type { RedisClient, RedisOptions } from './connect-redis.js';
export type { MemoryTier, RedisStoreOptions } from './redis-store.js';
