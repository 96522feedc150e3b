import type { CacheStore, EntryStore, IsCurrent, ScopeStore } from './cache-store.js';
import type { Circuit } from './circuit.js';
import { TimeBudget } from './time-budget.js';
import { withinTime } from './time-limit.js';
import type { UnrecordedChanges } from './unrecorded-changes.js';

const failed = Symbol('the store did not answer');

/** What all requests share. */
export interface GuardedParts {
  readonly store: CacheStore;
  readonly circuit: Circuit;
  readonly unrecorded: UnrecordedChanges;
  readonly budgetMs: number;
}

/**
 * The store as one request sees it. No operation fails, and all of them together wait no longer than the budget;
 * when the store cannot answer, they say what lets the request go on without it.
 */
export class StoreTurn implements ScopeStore, EntryStore {
  readonly #parts: GuardedParts;
  readonly #budget: TimeBudget;

  constructor(parts: GuardedParts) {
    this.#parts = parts;
    this.#budget = new TimeBudget(parts.budgetMs);
  }

  /** Whether the store is likely to answer once more within the budget: what can be left out is not asked otherwise. */
  get hasTime(): boolean {
    return this.#budget.hasTime;
  }

  /** Without the store, all scopes count as marked. */
  async readVersions(scopes: readonly string[]): Promise<readonly (string | undefined)[]> {
    const versions = await this.#attempt(() => this.#parts.store.scopes.readVersions(scopes));
    return versions === failed ? scopes.map(() => undefined) : versions;
  }

  /** {@link readVersions} and {@link get} at once, for what is asked most often. */
  async look(
    scopes: readonly string[],
    key: string,
  ): Promise<readonly [versions: readonly (string | undefined)[], entry: unknown]> {
    const { store } = this.#parts;
    const found = await this.#attempt(() =>
      Promise.all([store.scopes.readVersions(scopes), store.entries.get(key)]),
    );
    return found === failed ? [scopes.map(() => undefined), undefined] : found;
  }

  /** Without the store, the mutation goes on, and its mark is recorded later if it still runs then. */
  async mark(scopes: readonly string[], markId: string, ttlMs: number): Promise<void> {
    const done = await this.#attempt(() => this.#parts.store.scopes.mark(scopes, markId, ttlMs));
    if (done !== failed) return;
    this.#parts.unrecorded.addMark(scopes, markId, ttlMs);
    this.#tellSoon();
  }

  /** Without the store, this process serves uncached until the renewal is recorded. */
  async renew(scopes: readonly string[], markId?: string): Promise<void> {
    const done = await this.#attempt(() => this.#parts.store.scopes.renew(scopes, markId));
    if (done !== failed) return;
    this.#parts.unrecorded.addRenewal(scopes, markId);
    this.#tellSoon();
  }

  /** Without the store, everybody gets the lock: there is nothing to wait for. */
  async acquire(lock: string, holder: string, ttlMs: number): Promise<boolean> {
    const isHeld = await this.#attempt(() => this.#parts.store.scopes.acquire(lock, holder, ttlMs));
    return isHeld === failed || isHeld;
  }

  async release(lock: string, holder: string): Promise<void> {
    await this.#attempt(() => this.#parts.store.scopes.release(lock, holder));
  }

  /** Without the store, there is no entry. */
  async get(key: string, isCurrent?: IsCurrent): Promise<unknown> {
    const entry = await this.#attempt(() => this.#parts.store.entries.get(key, isCurrent));
    return entry === failed ? undefined : entry;
  }

  async set(key: string, entry: unknown, ttlMs: number): Promise<void> {
    await this.#attempt(() => this.#parts.store.entries.set(key, entry, ttlMs));
  }

  /** A probe may have found the store working just before the change was noted. */
  #tellSoon(): void {
    this.#parts.circuit.open(new Error('a mutation is still to be recorded'));
    this.#parts.circuit.urge();
  }

  async #attempt<T>(operation: () => Promise<T>): Promise<T | typeof failed> {
    const { circuit } = this.#parts;
    if (circuit.isOpen) return failed;
    const leftMs = this.#budget.begin();
    try {
      return await withinTime(operation(), leftMs);
    } catch (error) {
      circuit.open(error);
      return failed;
    } finally {
      this.#budget.end();
    }
  }
}
