import KeyvRedis, { type RedisClientConnectionType } from '@keyv/redis';
import { Keyv, type StoredDataRaw } from 'keyv';

import type { EntryStore } from '../cache-store.js';
import type { RedisKeys } from './redis-keys.js';

/** Bundles in Redis, through Keyv. */
export class RedisEntries implements EntryStore {
  readonly #keyv: Keyv;
  readonly #keys: RedisKeys;

  constructor(client: RedisClientConnectionType, keys: RedisKeys) {
    this.#keys = keys;
    this.#keyv = new Keyv({
      // Both swallow errors otherwise, and a store that fails would look like one that is empty.
      store: new KeyvRedis(client, { throwOnErrors: true }),
      throwOnErrors: true,
      // The errors are thrown: nobody needs to hear them twice.
      emitErrors: false,
      useKeyPrefix: false,
      // Keyv's own way handles buffers as well, and is some times slower.
      serialize: JSON.stringify,
      deserialize: JSON.parse,
    });
    this.#keyv.namespace = undefined;
  }

  async get(key: string): Promise<unknown> {
    return (await this.getDated(key))?.value;
  }

  /** An entry and when it ends, in ms since 1970, by the clock of the process that stored it. */
  async getDated(key: string): Promise<StoredDataRaw<unknown>> {
    return this.#keyv.get(this.#keys.ofEntry(key), { raw: true });
  }

  async set(key: string, entry: unknown, ttlMs: number): Promise<void> {
    await this.#keyv.set(this.#keys.ofEntry(key), entry, ttlMs);
  }
}
