import { randomUUID } from 'node:crypto';

import type { ScopeStore } from './cache-store.js';
import { RecencyMap } from './recency-map.js';
import { shorten } from './shorten.js';

interface Lock {
  readonly holder: string;
  readonly endsAt: number;
}

const firstSweepAt = 1000;

/** Versions, marks and locks of one process. */
export class MemoryScopes implements ScopeStore {
  /** Random, so that entries that outlive the process in another store are never taken for current. */
  readonly #origin = randomUUID();
  readonly #maxVersions: number;
  /** By key of the scope. Dropping one is safe. */
  readonly #versions = new RecencyMap<string>();
  /** By key of the scope, then by mark: when it ends. Apart from the versions, since a mark must never be dropped. */
  readonly #marks = new Map<string, Map<string, number>>();
  readonly #locks = new Map<string, Lock>();
  #sweepAt = firstSweepAt;
  #made = 0;

  constructor(maxVersions: number) {
    this.#maxVersions = maxVersions;
  }

  async readVersions(scopes: readonly string[]): Promise<readonly (string | undefined)[]> {
    return keysOf(scopes).map((key) => (this.#isMarked(key) ? undefined : this.#versionOf(key)));
  }

  async mark(scopes: readonly string[], markId: string, ttlMs: number): Promise<void> {
    const endsAt = performance.now() + ttlMs;
    for (const key of keysOf(scopes)) {
      const marks = this.#marks.get(key) ?? new Map<string, number>();
      this.#marks.set(key, marks.set(markId, endsAt));
      this.#renewVersion(key);
    }
    if (this.#marks.size > this.#sweepAt) this.#sweepMarks();
  }

  /** Of how many scopes it holds marks. */
  get markedScopes(): number {
    return this.#marks.size;
  }

  async renew(scopes: readonly string[], markId?: string): Promise<void> {
    for (const key of keysOf(scopes)) {
      this.#renewVersion(key);
      if (markId !== undefined) this.#marks.get(key)?.delete(markId);
      this.#isMarked(key);
    }
  }

  async acquire(lock: string, holder: string, ttlMs: number): Promise<boolean> {
    const now = performance.now();
    const held = this.#locks.get(lock);
    if (held !== undefined && held.holder !== holder && held.endsAt > now) return false;
    this.#locks.set(lock, { holder, endsAt: now + ttlMs });
    return true;
  }

  async release(lock: string, holder: string): Promise<void> {
    if (this.#locks.get(lock)?.holder === holder) this.#locks.delete(lock);
  }

  /** Marks that nobody takes off end by themselves, and nobody may ever ask for their scopes. */
  #sweepMarks(): void {
    for (const key of this.#marks.keys()) this.#isMarked(key);
    this.#sweepAt = Math.max(firstSweepAt, 2 * this.#marks.size);
  }

  /** Forgets marks that have ended. */
  #isMarked(key: string): boolean {
    const marks = this.#marks.get(key);
    if (marks === undefined) return false;
    const now = performance.now();
    for (const [markId, endsAt] of marks) {
      if (endsAt <= now) marks.delete(markId);
    }
    if (marks.size > 0) return true;
    this.#marks.delete(key);
    return false;
  }

  #versionOf(key: string): string {
    const known = this.#versions.get(key);
    if (known !== undefined) return known;
    const version = this.#makeVersion();
    this.#versions.set(key, version);
    if (this.#versions.size > this.#maxVersions) this.#versions.dropOldest();
    return version;
  }

  /** Nobody has asked for the version of a scope that has none. */
  #renewVersion(key: string): void {
    if (this.#versions.has(key)) this.#versions.set(key, this.#makeVersion());
  }

  #makeVersion(): string {
    this.#made += 1;
    return `${this.#origin}:${this.#made}`;
  }
}

/** Short ones, since anybody may ask for a bundle with long params, and what is kept of them is bounded by its number. */
function keysOf(scopes: readonly string[]): readonly string[] {
  return scopes.map(shorten);
}
