import { contextParams, type Params } from '@mizan/protocol';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type ContextSource, contextName } from '../declare/context-ref.js';
import { Invalidations } from '../invalidation/invalidations.js';
import { MizanRegistry } from '../registry/mizan-registry.js';
import type { CacheCounters } from './cache-counters.js';
import { InvalidationError } from './invalidation-error.js';
import { type OriginCache, originCacheToken } from './origin-cache.js';
import type { CachedContext } from './plan-contexts.js';

const idle: CacheCounters = { hits: 0, misses: 0, shared: 0, errors: 0 };

/**
 * The cache, for the app: injectable everywhere, with and without the option `cache`.
 *
 * @example constructor(private readonly cache: MizanCache) {}
 */
@Injectable()
export class MizanCache implements OnApplicationShutdown {
  constructor(
    private readonly registry: MizanRegistry,
    private readonly invalidations: Invalidations,
    @Inject(originCacheToken) private readonly origin: OriginCache | undefined,
  ) {}

  /** What it has done in this process. */
  get counters(): CacheCounters {
    return this.origin?.counters ?? idle;
  }

  /** Which contexts are cached, and why others are not. Empty without the option `cache`, and before the app starts. */
  get contexts(): readonly CachedContext[] {
    return this.origin?.contexts ?? [];
  }

  /**
   * Says that what a context reads has changed otherwise than by a mutation: by a cron job, a webhook, another program.
   * Does to the cache what a mutation does, and tells those whom a mutation tells. Call it after the change.
   *
   * @param params which bundles: those that agree in these params. Left out, all of the context
   * @returns when the store knows it. When it cannot be told in time, this process serves uncached until it could be
   * @throws InvalidationError when the app has no such context, or it has no such param
   *
   * @example await cache.invalidate(TicketContext, { ticket_id: 7 });
   */
  async invalidate(context: ContextSource, params: Params = {}): Promise<void> {
    const name = contextName(context);
    this.#check(name, params);
    const target = Object.keys(params).length === 0 ? name : { context: name, params };
    await this.origin?.changes.renew([target]);
    this.invalidations.publish([target]);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.origin?.close();
  }

  #check(context: string, params: Params): void {
    const { contexts, graph } = this.registry;
    if (!contexts.has(context)) throw InvalidationError.unknownContext(context, [...contexts.keys()]);
    const known = contextParams(graph, context).map(({ name }) => name);
    for (const [name, value] of Object.entries(params)) {
      if (!known.includes(name)) throw InvalidationError.unknownParam(context, name, known);
      if (!isParamValue(value)) throw InvalidationError.wrongValue(context, name, value);
    }
  }
}

function isParamValue(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
