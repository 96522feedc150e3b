import { type CacheStore, memoryStore } from '@mizan/nestjs';
import { redisStore } from '@mizan/nestjs/redis';

export type StoreKind = 'memory' | 'redis' | 'tiered';

/** With room for a million small bundles. */
export function openStore(kind: StoreKind, url: string): CacheStore {
  const bounds = { maxEntries: 2_000_000, maxBytes: 4 * 1024 ** 3 };
  if (kind === 'memory') return memoryStore(bounds);
  return redisStore({ url, memoryTier: kind === 'tiered' });
}
