import { bundlePolicy, compileScopes, type ContextScopes, type Graph } from '@mizan/protocol';
import { toCacheRule } from '../declare/cache-rule.js';
import { isScoped, readRequestUses } from '../discover/read-request-uses.js';
import { shapeOfContext } from './shape-of-context.js';
import type { RegisteredContext, RegisteredFunction } from '../registry/registered-function.js';

/** How the bundles of one context are cached. */
export interface CachePlan {
  readonly context: string;
  /** Entries of another shape are of another version of the app. */
  readonly shape: string;
  readonly rev: number;
  readonly ttlMs: number;
  /** One bundle for all callers. */
  readonly isPublic: boolean;
  readonly scopes: ContextScopes;
}

/** What is known of a context's caching when the app starts. */
export interface CachedContext {
  readonly context: string;
  readonly isCached: boolean;
  /** Whether all callers share one bundle, also those without an identity. */
  readonly isPublic: boolean;
  /** Seconds. */
  readonly ttl: number;
  /** Why it is not cached: one sentence for each function that keeps it from being so. */
  readonly reasons: readonly string[];
}

/** Everything about a context that the cache can know before the first read. */
export interface ContextPlan extends CachedContext {
  readonly plan: CachePlan;
}

/** @param defaultTtl seconds, for functions that do not say theirs */
export function planContexts(
  graph: Graph,
  contexts: Iterable<RegisteredContext>,
  defaultTtl: number,
): readonly ContextPlan[] {
  const scopes = compileScopes(graph);
  return [...contexts].flatMap(({ name, members }) => {
    const own = scopes.get(name);
    if (own === undefined) return [];
    const { rev, isPublic } = bundlePolicy(graph, name);
    const ttl = Math.min(
      ...members.map(({ record }) => toCacheRule(record.metadata.cache).ttl ?? defaultTtl),
    );
    const reasons = members.flatMap(findReasons);
    const plan = {
      context: name,
      shape: shapeOfContext(graph, name),
      rev,
      ttlMs: ttl * 1000,
      isPublic,
      scopes: own,
    };
    return [{ context: name, isCached: reasons.length === 0, isPublic, ttl, reasons, plan }];
  });
}

function findReasons({ name, record }: RegisteredFunction): readonly string[] {
  const { ttl, dependsOnRequest } = toCacheRule(record.metadata.cache);
  const where = `"${name}" (${record.className}.${record.methodName})`;
  if (ttl === 0) return [`${where} says so`];
  if (dependsOnRequest === false) return [];
  const uses = readRequestUses(record).others.map((use) => `${where} reads the request by ${use}`);
  return isScoped(record) ? [...uses, `${where} is made anew, for each request or each use`] : uses;
}
