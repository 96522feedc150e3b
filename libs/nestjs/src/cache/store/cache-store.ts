import type { BootProblem } from '../../errors/index.js';

/**
 * What tells whether entries still hold: a version for each scope, and marks for the time of a mutation.
 *
 * A version is random and never comes back. Losing one is always safe: the next one is another, so everything
 * that was stored under the lost one is never served again.
 */
export interface ScopeStore {
  /**
   * The versions of scopes, in their order; one that is missing is made.
   *
   * @returns undefined in the place of a scope that a mutation has marked: neither serve nor store what depends on it
   */
  readVersions(scopes: readonly string[]): Promise<readonly (string | undefined)[]>;
  /**
   * Says that a mutation is about to change what these scopes hold. Marking again with the same id extends the mark.
   *
   * @param markId told apart from those of other mutations, which may mark the same scope at the same time
   * @param ttlMs after this time the mark is gone, should nobody take it off
   */
  mark(scopes: readonly string[], markId: string, ttlMs: number): Promise<void>;
  /** Gives scopes new versions, and takes off the mark of this id; the marks of others stay. */
  renew(scopes: readonly string[], markId?: string): Promise<void>;
  /**
   * Takes a lock, unless someone else holds it. Its holder has it for longer by taking it again.
   *
   * @param ttlMs after this time the lock is free, should its holder have died
   */
  acquire(lock: string, holder: string, ttlMs: number): Promise<boolean>;
  /** Frees a lock, if it is still this holder's. */
  release(lock: string, holder: string): Promise<void>;
}

/** Whether an entry can still be served, as far as whoever asks for it knows. */
export type IsCurrent = (entry: unknown) => boolean;

/** Where stored bundles are kept. A `Cache` of cache-manager is one. */
export interface EntryStore {
  /**
   * @param isCurrent asked of a copy that is near at hand: when it says no, the store looks whether another
   * process has stored a newer one. What is returned may be outdated all the same.
   */
  get(key: string, isCurrent?: IsCurrent): Promise<unknown>;
  /** @param ttlMs in milliseconds */
  set(key: string, entry: unknown, ttlMs: number): Promise<unknown>;
}

/** What an app is going to keep in a store. */
export interface StoreUse {
  /**
   * How each of its contexts is divided into scopes, as text. Apps of another text have other scopes for the same
   * bundles, as two versions of an app may while one replaces the other. A store that they share renews the scope of
   * the whole context, on which every bundle depends, whenever an operation is on scopes of another text than the last.
   */
  readonly layouts: ReadonlyMap<string, string>;
  /** The longest that an entry is kept, in milliseconds. A version that is in use has to outlive it. */
  readonly longestTtlMs: number;
}

/** Everything that the cache keeps outside of itself. Its operations may fail and may take long. */
export interface CacheStore {
  readonly scopes: ScopeStore;
  readonly entries: EntryStore;
  /** Whether other processes see the same versions: without that, a mutation elsewhere goes unnoticed. */
  readonly isShared: boolean;
  /**
   * Why it cannot work with the options that it was given. The app does not start then.
   * @default nothing
   */
  readonly problems?: readonly BootProblem[];
  /** Connects. Until it is called, the store opens nothing: an app that is only described has no connection. */
  open(use: StoreUse): Promise<void>;
  /** Closes what the store has opened; what the app gave it stays open. */
  close(): Promise<void>;
}
