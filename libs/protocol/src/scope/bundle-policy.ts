import { contextMembers } from '../ir/context-params.js';
import type { Graph } from '../ir/graph.js';

/** How long, and for whom, the bundles of a context may be kept (PROTOCOL 9). */
export interface BundlePolicy {
  /** The highest of the functions'; 0 when none has one. */
  readonly rev: number;
  /** Seconds: the smallest of the functions'; undefined when none says it. */
  readonly ttl: number | undefined;
  /** Whether no function says `false`. */
  readonly isCacheable: boolean;
  /** Whether every function answers everybody the same. */
  readonly isPublic: boolean;
}

/** What the functions of a context say together; a context without functions has nothing to keep. */
export function bundlePolicy(graph: Graph, context: string): BundlePolicy {
  const members = contextMembers(graph, context);
  const ttls = members.flatMap(({ cache }) => (typeof cache === 'number' ? cache : []));
  return {
    rev: Math.max(0, ...members.map(({ rev }) => rev ?? 0)),
    ttl: ttls.length === 0 ? undefined : Math.min(...ttls),
    isCacheable: members.length > 0 && members.every(({ cache }) => cache !== false),
    isPublic: members.length > 0 && members.every(({ cacheScope }) => cacheScope === 'public'),
  };
}
