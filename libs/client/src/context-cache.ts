import type { MergeEntry, Params, Target } from '@mizan/protocol';
import { ContextEntry, type EntryHost } from './context-entry.js';
import { blankState, type ContextStore } from './context-store.js';
import { otherPerson } from './mizan-error.js';
import { contextKey, matchesScope } from './scope.js';
import type { Bundle, ContextRequest, Transport } from './transport.js';

type ContextTarget = Exclude<Target, string>;

export interface ContextCacheOptions {
  readonly read: EntryHost['read'];
  /** How long a context that nobody shows is remembered, in milliseconds. */
  readonly keepMs: number;
  /** Starts watching for reasons to read again, and gives what ends it. It runs while anything is mounted. */
  readonly watch: (refetch: () => void) => () => void;
  /** Keeps live contexts up to date. */
  readonly transport: Pick<Transport, 'watch'>;
}

const initialState = blankState<Bundle>();

/** All contexts of one client, each once for a set of params. */
export class ContextCache {
  readonly #options: ContextCacheOptions;
  readonly #entries = new Map<
    string,
    { readonly entry: ContextEntry; readonly store: ContextStore<Bundle> }
  >();
  readonly #host: EntryHost;
  #blank = blankState<Bundle>();
  #ticks = 0;
  #resetAt = 0;
  #sweptAt = Date.now();
  #mounts = 0;
  #unwatch: (() => void) | undefined;

  constructor(options: ContextCacheOptions) {
    this.#options = options;
    this.#host = { read: options.read, tick: () => this.tick() };
  }

  tick(): number {
    this.#ticks += 1;
    return this.#ticks;
  }

  store(request: ContextRequest): ContextStore<Bundle> {
    return this.#find(request).store;
  }

  async fetch(request: ContextRequest, signal?: AbortSignal): Promise<Bundle> {
    const since = this.#resetAt;
    const bundle = await this.#find(request).entry.wait(signal);
    if (since !== this.#resetAt) throw otherPerson();
    return bundle;
  }

  invalidate(targets: readonly Target[]): void {
    for (const target of targets) {
      const { context, params }: ContextTarget = typeof target === 'string' ? { context: target } : target;
      for (const [key, { entry }] of this.#matching(context, params)) this.#invalidate(key, entry);
    }
  }

  /**
   * Puts results of a mutation, sent at tick `sentAt`, into the bundles that hold them (PROTOCOL 6). Where other data
   * came in between, or is on its way, nobody can tell which is newer: those contexts are read again.
   */
  merge(merges: readonly MergeEntry[], sentAt: number): void {
    for (const { context, slot, value, params } of merges) {
      for (const [key, { entry }] of this.#matching(context, params)) {
        const certain = sentAt > this.#resetAt && entry.merge(slot, value, sentAt);
        if (!certain) this.#invalidate(key, entry);
      }
    }
  }

  reset(): void {
    this.#resetAt = this.tick();
    this.#blank = blankState();
    for (const [key, { entry }] of this.#entries) {
      entry.replace(this.#blank);
      this.#invalidate(key, entry);
    }
  }

  #find(request: ContextRequest) {
    const key = contextKey(request.context, request.params);
    let found = this.#entries.get(key);
    if (found === undefined) {
      this.#sweep();
      found = {
        entry: new ContextEntry(request, this.#blank, this.#host),
        store: this.#createStore(key, request),
      };
      this.#entries.set(key, found);
    }
    return found;
  }

  /** Finds its entry every time, since one that nobody holds may have been dropped in the meantime. */
  #createStore(key: string, request: ContextRequest): ContextStore<Bundle> {
    const entry = () => this.#find(request).entry;
    return {
      getState: () => entry().state,
      getInitialState: () => initialState,
      subscribe: (listener, options) => {
        // First, since the read that mounting starts waits until the context is watched.
        const unwatch = options?.live
          ? this.#options.transport.watch?.(request, () => this.#invalidate(key, entry()))
          : undefined;
        return this.#mount(entry(), listener, unwatch);
      },
      refetch: () => this.fetch(request),
      suspend: () => entry().suspend(),
    };
  }

  #mount(entry: ContextEntry, listener: () => void, unwatch?: () => void): () => void {
    this.#mounts += 1;
    this.#unwatch ??= this.#options.watch(() => {
      for (const { entry: each } of this.#entries.values()) if (each.mounted) void each.load();
    });
    let unsubscribe: (() => void) | undefined = entry.subscribe(listener);
    return () => {
      if (unsubscribe === undefined) return;
      unsubscribe();
      unsubscribe = undefined;
      unwatch?.();
      this.#mounts -= 1;
      if (this.#mounts > 0) return;
      this.#unwatch?.();
      this.#unwatch = undefined;
    };
  }

  #matching(context: string, params: Params | undefined) {
    return [...this.#entries].filter(
      ([, { entry }]) => entry.request.context === context && matchesScope(entry.request.params, params),
    );
  }

  #invalidate(key: string, entry: ContextEntry): void {
    entry.invalidate();
    if (!entry.held) this.#entries.delete(key);
  }

  #sweep(): void {
    const now = Date.now();
    if (now - this.#sweptAt < this.#options.keepMs) return;
    this.#sweptAt = now;
    for (const [key, { entry }] of this.#entries) {
      if (!entry.held && now - entry.idleSince >= this.#options.keepMs) this.#entries.delete(key);
    }
  }
}
