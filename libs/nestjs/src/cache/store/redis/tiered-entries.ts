import type { EntryStore, IsCurrent } from '../cache-store.js';
import type { RedisEntries } from './redis-entries.js';

/**
 * Bundles in Redis, with copies in the memory of this process. A copy is as good as the original: whether it still
 * holds is told by the versions, which are always read from Redis.
 */
export class TieredEntries implements EntryStore {
  readonly #near: EntryStore;
  readonly #far: RedisEntries;

  constructor(near: EntryStore, far: RedisEntries) {
    this.#near = near;
    this.#far = far;
  }

  async get(key: string, isCurrent: IsCurrent = () => true): Promise<unknown> {
    const copy = await this.#near.get(key);
    if (copy !== undefined && isCurrent(copy)) return copy;
    const dated = await this.#far.getDated(key);
    if (dated === undefined) return undefined;
    // No longer than the original: its end is a promise as well.
    const leftMs = dated.expires === undefined ? undefined : dated.expires - Date.now();
    if (leftMs !== undefined && leftMs > 0) await this.#near.set(key, dated.value, leftMs);
    return dated.value;
  }

  async set(key: string, entry: unknown, ttlMs: number): Promise<void> {
    await this.#near.set(key, entry, ttlMs);
    await this.#far.set(key, entry, ttlMs);
  }
}
