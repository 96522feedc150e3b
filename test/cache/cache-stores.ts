import { randomUUID } from 'node:crypto';

import { type CacheStore, memoryStore } from '@mizan/nestjs';
import { redisStore } from '@mizan/nestjs/redis';

/** Every place where the cache can be. */
export const storeKinds = ['memory', 'redis', 'redis with a memory tier'] as const;

export type StoreKind = (typeof storeKinds)[number];

/**
 * @param url of a Redis
 * @param prefix stores of the same prefix share what they hold
 */
export function openStore(kind: StoreKind, url: string, prefix = `${randomUUID()}:`): CacheStore {
  if (kind === 'memory') return memoryStore();
  return redisStore({ url, prefix, memoryTier: kind === 'redis with a memory tier' });
}
