import { randomUUID } from 'node:crypto';
import type { GuardedStore } from './store/index.js';

/**
 * A mark that nobody takes off, since its process died, ends after so long, in milliseconds; until then nothing of its
 * scopes is cached. A process that works extends its marks three times as often.
 */
const markMs = 30_000;
const extendEveryMs = 10_000;
/** So long the mark of a method is extended that was given up, such as by a timeout, and still runs. */
const longestAbandonMs = 300_000;

/** What a mutation does to the cache, from before it runs until it is known what it did. */
export class Change {
  readonly #markId = randomUUID();
  readonly #store: GuardedStore;
  #scopes: ReadonlySet<string>;
  #timer: NodeJS.Timeout | undefined;
  #marking: Promise<void> | undefined;

  constructor(store: GuardedStore, scopes: readonly string[]) {
    this.#store = store;
    this.#scopes = new Set(scopes);
  }

  /** Before the mutation runs: from now on nothing of these scopes is served from the store, or kept. */
  async begin(): Promise<void> {
    if (this.#scopes.size === 0) return;
    this.#mark();
    this.#extend();
    await this.#marking;
  }

  /** Before the mutation runs, when it turns out that it may change more. */
  async widen(others: readonly string[]): Promise<void> {
    if (others.every((scope) => this.#scopes.has(scope))) return;
    this.#stop();
    this.#add(others);
    this.#mark();
    this.#extend();
    await this.#marking;
  }

  /**
   * After the mutation, however it ended: what was kept of these scopes is never served again.
   *
   * @param others scopes that turned out to be stale as well
   */
  async end(others: readonly string[]): Promise<void> {
    this.#stop();
    this.#add(others);
    if (this.#scopes.size === 0) return;
    // A mark that arrived after the renewal would stand until it ends.
    await this.#marking;
    await this.#store.begin().renew([...this.#scopes], this.#markId);
  }

  /**
   * Instead of {@link end}, when the answer leaves before the method, or what is around it. Once the method is done,
   * enhancers may not be (a transaction that commits), so nothing is cached until the mark ends by itself.
   */
  async abandon(done: Promise<unknown>, others: readonly string[]): Promise<void> {
    this.#add(others);
    if (this.#scopes.size === 0) return;
    this.#stop();
    this.#mark();
    this.#extend();
    const stop = (): void => {
      clearTimeout(limit);
      this.#stop();
      this.#mark();
    };
    const limit = setTimeout(stop, longestAbandonMs).unref();
    void done.then(stop, stop);
    await this.#marking;
  }

  #add(others: readonly string[]): void {
    if (others.length > 0) this.#scopes = new Set([...this.#scopes, ...others]);
  }

  #mark(): void {
    this.#marking = this.#store.begin().mark([...this.#scopes], this.#markId, markMs);
  }

  #extend(): void {
    this.#timer = setInterval(() => this.#mark(), extendEveryMs).unref();
  }

  #stop(): void {
    clearInterval(this.#timer);
  }
}
