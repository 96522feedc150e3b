import type { RedisClientConnectionType } from '@keyv/redis';

import type { CacheStore, EntryStore } from '../cache-store.js';
import { memoryEntries, readBounds } from '../memory-store.js';
import { connectRedis, type RedisClient, type RedisOptions } from './connect-redis.js';
import { RedisEntries } from './redis-entries.js';
import { RedisKeys } from './redis-keys.js';
import { RedisScopes } from './redis-scopes.js';
import { TieredEntries } from './tiered-entries.js';

/** How much of the bundles is held in the memory of each process as well. */
export interface MemoryTier {
  /** @default 10_000 */
  readonly maxEntries?: number;
  /**
   * In bytes, counted as two for each character.
   * @default 64 MiB
   */
  readonly maxBytes?: number;
}

export interface RedisStoreOptions extends RedisOptions {
  /**
   * Keeps copies of the bundles in memory, which saves the way of the body, not that of the versions.
   * @default false
   */
  readonly memoryTier?: boolean | MemoryTier;
  /**
   * Keeps the bundles somewhere else, as in the cache that `CACHE_MANAGER` of Nest's CacheModule injects. Versions
   * stay in Redis.
   * @default Redis, through Keyv
   */
  readonly entries?: EntryStore;
  /**
   * What every key begins with. Apps that share a Redis need one each.
   * @default 'mizan:'
   */
  readonly prefix?: string;
}

/**
 * Keeps the cache in Redis or Valkey, for any number of processes. Needs the package `@keyv/redis`. A URL that cannot be
 * right is told when the app starts: to read its declarations, none is needed.
 *
 * @throws MizanBootError for bounds that cannot work
 */
export function redisStore(options: RedisStoreOptions): CacheStore {
  const keys = new RedisKeys(options.prefix ?? 'mizan:');
  const connection = connectRedis('redisStore', options);
  const scopes = new RedisScopes(connection.client, keys);
  return {
    scopes,
    entries: options.entries ?? openEntries(connection.client, keys, options.memoryTier ?? false),
    isShared: true,
    problems: connection.problems,
    open: (use) => {
      // First, since a connection that cannot be opened now may come later.
      scopes.prepare(use);
      return connection.open();
    },
    close: () => connection.close(),
  };
}

function openEntries(client: RedisClient, keys: RedisKeys, tier: boolean | MemoryTier): EntryStore {
  // Keyv names the classes of its own copy of node-redis; the app may have another one.
  const far = new RedisEntries(client as unknown as RedisClientConnectionType, keys);
  if (tier === false) return far;
  return new TieredEntries(memoryEntries(readBounds(tier === true ? {} : tier)), far);
}
