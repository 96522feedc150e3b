import { createCache } from 'cache-manager';
import { Keyv } from 'keyv';

import { type BootProblem, MizanBootError } from '../../errors/index.js';
import { BoundedMap, type MapBounds } from './bounded-map.js';
import type { CacheStore, EntryStore } from './cache-store.js';
import { MemoryScopes } from './memory-scopes.js';

export interface MemoryStoreOptions {
  /**
   * How many bundles are kept, at most 8,000,000; then the one that was not read for longest goes.
   * @default 10_000
   */
  readonly maxEntries?: number;
  /**
   * How much memory the bundles may take, in bytes, counted as two for each character.
   * @default 64 MiB
   */
  readonly maxBytes?: number;
  /**
   * Keeps the bundles in a cache of the app instead, as the one that `CACHE_MANAGER` of Nest's CacheModule
   * injects; the bounds are then its own. Versions stay in the memory of this process.
   * @default a cache of our own
   */
  readonly entries?: EntryStore;
}

/** Versions are some hundred bytes each, and a bundle depends on a handful of them. */
const versionsPerEntry = 8;
/** A Map of V8 takes twice as many, deleted ones included, and throws then. */
const mostHeld = 8_000_000;
const defaultBounds: MapBounds = { maxEntries: 10_000, maxBytes: 64 * 1024 * 1024 };

/**
 * Keeps the cache in the memory of this process. It is for one process: another one would not notice that a
 * mutation here has made its entries stale.
 *
 * @throws MizanBootError when a bound is not a number above zero, or `maxEntries` is above 8,000,000
 */
export function memoryStore(options: MemoryStoreOptions = {}): CacheStore {
  const bounds = readBounds(options);
  return {
    scopes: new MemoryScopes(boundVersions(bounds.maxEntries)),
    entries: options.entries ?? memoryEntries(bounds),
    isShared: false,
    open: async () => {},
    close: async () => {},
  };
}

/** Fewer than bundles could need only make some of these be computed again. */
function boundVersions(maxEntries: number): number {
  return Math.min(mostHeld, Math.max(1000, versionsPerEntry * maxEntries));
}

/** A cache of cache-manager in bounded memory, which hands out the very objects that were stored. */
export function memoryEntries(bounds: MapBounds): EntryStore {
  const keyv = new Keyv({ store: new BoundedMap(bounds), useKeyPrefix: false });
  // Serializing would double the work of a hit for nothing: an entry is never changed.
  keyv.serialize = undefined;
  keyv.deserialize = undefined;
  return createCache({ stores: [keyv] });
}

/** @throws MizanBootError */
export function readBounds(options: Partial<MapBounds>): MapBounds {
  const bounds = {
    maxEntries: options.maxEntries ?? defaultBounds.maxEntries,
    maxBytes: options.maxBytes ?? defaultBounds.maxBytes,
  };
  const problems: BootProblem[] = Object.entries(bounds)
    .filter(([, bound]) => !(bound > 0))
    .map(([name, bound]) => ({
      where: `cache.${name}`,
      problem: `it is ${bound}`,
      fix: 'Give a number above zero, or leave out `cache`.',
    }));
  if (bounds.maxEntries > mostHeld) {
    const problem = `it is ${bounds.maxEntries}`;
    const fix = `Give at most ${mostHeld}; more are for redisStore, or for a cache of the app as \`entries\`.`;
    problems.push({ where: 'cache.maxEntries', problem, fix });
  }
  if (problems.length > 0) throw new MizanBootError(problems);
  return bounds;
}
