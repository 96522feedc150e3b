import type { CacheStore, EntryStore, ScopeStore } from '../../../libs/nestjs/src/cache/store/index.js';
import type { Random } from './random.js';
import type { Life, Schedule } from './schedule.js';

/** Whether operations fail just now: some before they are carried out, some when they are. */
export interface Outage {
  isOn: boolean;
}

export interface SteppedParts {
  readonly inner: CacheStore;
  readonly schedule: Schedule;
  readonly life: Life;
  readonly random: Random;
  readonly outage: Outage;
  /** Marks that the store has and nobody has taken off, of all processes: scopes by mark. */
  readonly marks: Map<string, { readonly life: Life; readonly scopes: readonly string[] }>;
}

/**
 * The store as one process reaches it: each operation waits for its turn before it is carried out and again before its
 * answer arrives. A process that dies in between has changed the store, and never learns of it.
 */
export function stepStore(parts: SteppedParts): CacheStore {
  const { inner, schedule, life, random, outage, marks } = parts;
  const step = async <T>(operation: () => Promise<T>): Promise<T> => {
    await schedule.turn(life);
    if (outage.isOn && random.isOneIn(2)) throw new Error('the store failed before it did it');
    const answer = await schedule.follow(operation());
    await schedule.turn(life);
    if (outage.isOn) throw new Error('the store failed after it did it');
    return answer;
  };
  const scopes: ScopeStore = {
    readVersions: (names) => step(() => inner.scopes.readVersions(names)),
    mark: (names, markId, ttlMs) =>
      step(() => {
        marks.set(markId, { life, scopes: names });
        return inner.scopes.mark(names, markId, ttlMs);
      }),
    renew: (names, markId) =>
      step(() => {
        if (markId !== undefined) marks.delete(markId);
        return inner.scopes.renew(names, markId);
      }),
    acquire: (lock, holder, ttlMs) => step(() => inner.scopes.acquire(lock, holder, ttlMs)),
    release: (lock, holder) => step(() => inner.scopes.release(lock, holder)),
  };
  const entries: EntryStore = {
    get: (key, isCurrent) => step(() => inner.entries.get(key, isCurrent)),
    set: (key, entry, ttlMs) => step(() => inner.entries.set(key, entry, ttlMs)),
  };
  return { scopes, entries, isShared: true, open: async () => {}, close: async () => {} };
}
