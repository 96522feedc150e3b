import type { ScopeStore } from './cache-store.js';
import { scopeContext } from './scope-context.js';

/** Above one of these, whole contexts are renewed instead of their parts: there are as many as the app declares. */
const maxRenewals = 10_000;
/** Scopes hold params, and these come from requests. In characters. */
const maxLength = 4 * 1024 * 1024;
/** So many scopes are renewed in one operation. */
const batchSize = 200;

interface Mark {
  readonly scopes: readonly string[];
  readonly ttlMs: number;
}

/** What mutations should have told the store, and could not yet. */
export class UnrecordedChanges {
  /** By mark: mutations that run, and whose scopes should be marked. */
  readonly #marks = new Map<string, Mark>();
  /** By mark: mutations that have ended, and whose marks the store may know. */
  readonly #markedRenewals = new Map<string, readonly string[]>();
  /** Scopes to renew where there is no mark to take off. */
  readonly #renewals = new Set<string>();
  /** Of all scopes to renew, in characters, and rather too much: one that comes again is counted again. */
  #length = 0;

  get isEmpty(): boolean {
    return this.#marks.size === 0 && this.#markedRenewals.size === 0 && this.#renewals.size === 0;
  }

  addMark(scopes: readonly string[], markId: string, ttlMs: number): void {
    this.#marks.set(markId, { scopes, ttlMs });
  }

  /** @param markId of the mutation that has ended, whose mark the store may know */
  addRenewal(scopes: readonly string[], markId: string | undefined): void {
    if (markId === undefined) {
      for (const scope of scopes) this.#renewals.add(scope);
    } else {
      this.#marks.delete(markId);
      this.#markedRenewals.set(markId, scopes);
    }
    this.#length += lengthOf(scopes);
    const count = this.#renewals.size + this.#markedRenewals.size;
    if (count > maxRenewals || this.#length > maxLength) this.#widenToContexts();
  }

  /**
   * Tells the store, one operation after the other, until nothing is left, also of what comes in meanwhile.
   *
   * @throws what an operation throws; what was not recorded stays
   */
  async record(scopeStore: ScopeStore): Promise<void> {
    while (!this.isEmpty) {
      await this.#recordMarks(scopeStore);
      await this.#recordMarkedRenewals(scopeStore);
      await this.#recordRenewals(scopeStore);
    }
    this.#length = 0;
  }

  async #recordMarks(scopeStore: ScopeStore): Promise<void> {
    for (const [markId, mark] of this.#marks) {
      await scopeStore.mark(mark.scopes, markId, mark.ttlMs);
      if (this.#marks.get(markId) === mark) this.#marks.delete(markId);
    }
  }

  async #recordMarkedRenewals(scopeStore: ScopeStore): Promise<void> {
    for (const [markId, scopes] of this.#markedRenewals) {
      await scopeStore.renew(scopes, markId);
      this.#markedRenewals.delete(markId);
    }
  }

  async #recordRenewals(scopeStore: ScopeStore): Promise<void> {
    while (this.#renewals.size > 0) {
      const batch = [...this.#renewals].slice(0, batchSize);
      // Taken out first: what is added while the store answers must be renewed once more.
      for (const scope of batch) this.#renewals.delete(scope);
      try {
        await scopeStore.renew(batch);
      } catch (error) {
        for (const scope of batch) this.#renewals.add(scope);
        throw error;
      }
    }
  }

  /** Every bundle depends on the scope of its whole context. Marks that are forgotten here end by themselves. */
  #widenToContexts(): void {
    const scopes = [...this.#renewals, ...[...this.#markedRenewals.values()].flat()];
    this.#markedRenewals.clear();
    this.#renewals.clear();
    for (const scope of scopes) this.#renewals.add(scopeContext(scope));
    this.#length = lengthOf(this.#renewals);
  }
}

function lengthOf(scopes: Iterable<string>): number {
  let length = 0;
  for (const scope of scopes) length += scope.length;
  return length;
}
