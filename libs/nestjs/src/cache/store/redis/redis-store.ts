import type { RedisClientConnectionType } from '@keyv/redis';

import { MizanBootError } from '../../../errors/index.js';
import type { CacheStore, EntryStore } from '../cache-store.js';
import { memoryEntries, readBounds } from '../memory-store.js';
import { RedisConnection } from './redis-connection.js';
import { RedisEntries } from './redis-entries.js';
import { RedisKeys } from './redis-keys.js';
import { RedisScopes, type ScriptRunner } from './redis-scopes.js';
import { TieredEntries } from './tiered-entries.js';

/** A connected client of node-redis 5: what `createClient`, `createCluster` or `createSentinel` gives. */
export interface RedisClient extends ScriptRunner {
  readonly isOpen: boolean;
}

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

export interface RedisStoreOptions {
  /**
   * Where Redis or Valkey is, as `redis://user:password@host:6379/0`, or `rediss:` for TLS. The store opens a
   * connection of its own, and closes it with the app.
   */
  readonly url?: string;
  /**
   * A client of the app instead of a URL. The app connects it, closes it, and gives it `disableOfflineQueue` and a
   * `socketTimeout`: without them a lost connection is noticed late.
   */
  readonly client?: RedisClient;
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
 * Keeps the cache in Redis or Valkey, for any number of processes. Needs the package `@keyv/redis`.
 *
 * @throws MizanBootError
 */
export function redisStore(options: RedisStoreOptions): CacheStore {
  const keys = new RedisKeys(options.prefix ?? 'mizan:');
  const connection = connect(options);
  return {
    scopes: new RedisScopes(connection.client, keys),
    entries: options.entries ?? openEntries(connection.client, keys, options.memoryTier ?? false),
    isShared: true,
    open: () => connection.open(),
    close: () => connection.close(),
  };
}

interface Connection {
  readonly client: RedisClient;
  open(): Promise<void>;
  close(): Promise<void>;
}

function connect({ url, client }: RedisStoreOptions): Connection {
  if (url !== undefined && client === undefined) return new RedisConnection(url);
  if (client !== undefined && url === undefined) return new GivenConnection(client);
  const problem = url === undefined ? "it has neither 'url' nor 'client'" : "it has both 'url' and 'client'";
  throw new MizanBootError([{ where: 'redisStore', problem, fix: 'Give one of the two.' }]);
}

/** The app's own client: it is the app that opens and closes it. */
class GivenConnection implements Connection {
  readonly client: RedisClient;

  constructor(client: RedisClient) {
    this.client = client;
  }

  async open(): Promise<void> {
    if (!this.client.isOpen) throw new Error('the client that redisStore was given is not connected');
  }

  async close(): Promise<void> {}
}

function openEntries(client: RedisClient, keys: RedisKeys, tier: boolean | MemoryTier): EntryStore {
  // Keyv names the classes of its own copy of node-redis; the app may have another one.
  const far = new RedisEntries(client as unknown as RedisClientConnectionType, keys);
  if (tier === false) return far;
  return new TieredEntries(memoryEntries(readBounds(tier === true ? {} : tier)), far);
}
