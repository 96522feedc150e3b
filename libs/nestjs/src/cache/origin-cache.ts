import type { IdentityResolver } from '../identity/index.js';
import type { MizanRegistry } from '../registry/mizan-registry.js';
import { BundleCache } from './bundle-cache.js';
import type { CacheCounters } from './cache-counters.js';
import type { CacheSettings } from './cache-options.js';
import { Callers } from './callers.js';
import { Changes } from './changes.js';
import { announceContexts } from './announce-contexts.js';
import { type CachedContext, type CachePlan, type ContextPlan, planContexts } from './plan-contexts.js';
import { type CacheStore, GuardedStore, memoryStore, type StoreUse } from './store/index.js';

/** Provides the {@link OriginCache}; undefined for an app that has none. */
export const originCacheToken = Symbol('mizan.cache');

/** The cache of an app that has configured one. */
export class OriginCache {
  readonly bundles: BundleCache;
  readonly changes: Changes;
  /** Whether the app tells by what answers differ beside params and identity. */
  readonly varies: boolean;
  /** The store of the app, when all its processes see the same in it. */
  readonly sharedStore: CacheStore | undefined;
  readonly #store: GuardedStore;
  readonly #ttl: number;
  #plans: ReadonlyMap<string, CachePlan> = new Map();
  #contexts: readonly CachedContext[] = [];

  constructor(settings: CacheSettings, identities: IdentityResolver) {
    const { store, maxEntries, ttl, vary, budgetMs } = settings;
    this.#store = new GuardedStore(store ?? memoryStore(maxEntries === undefined ? {} : { maxEntries }), {
      budgetMs,
    });
    this.#ttl = ttl;
    this.sharedStore = store?.isShared === true ? store : undefined;
    this.varies = vary !== undefined;
    this.bundles = new BundleCache(this.#store, new Callers(identities, vary), settings);
    this.changes = new Changes(this.#store);
  }

  /** Whether other processes see the same entries and versions. */
  get isShared(): boolean {
    return this.#store.isShared;
  }

  get counters(): CacheCounters {
    return { ...this.bundles.counts, errors: this.#store.failures };
  }

  get contexts(): readonly CachedContext[] {
    return this.#contexts;
  }

  /** Undefined for a context that is not cached. */
  planOf(context: string): CachePlan | undefined {
    return this.#plans.get(context);
  }

  /** Computes what the registry lets know; once, when it is full. */
  async open({ graph, contexts }: MizanRegistry): Promise<void> {
    const planned = planContexts(graph, contexts.values(), this.#ttl);
    this.#contexts = planned.map(toCachedContext);
    this.#plans = new Map(
      planned.filter(({ isCached }) => isCached).map(({ context, plan }) => [context, plan]),
    );
    this.changes.prepare(graph, new Map(planned.map(({ context, plan }) => [context, plan.scopes])));
    announceContexts(this.#contexts, this.isShared);
    await this.#store.open(toStoreUse(planned));
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

/** Of the contexts that are not cached as well: others may, and the mutations are told for all. */
function toStoreUse(planned: readonly ContextPlan[]): StoreUse {
  return {
    layouts: new Map(planned.map(({ context, plan }) => [context, plan.scopes.layout])),
    longestTtlMs: Math.max(0, ...planned.map(({ plan }) => plan.ttlMs)),
  };
}

function toCachedContext({ context, isCached, isPublic, ttl, reasons }: ContextPlan): CachedContext {
  return { context, isCached, isPublic, ttl, reasons };
}
