import type { ContextScopes } from '@mizan/protocol';
import type { ApplicationConfig } from '@nestjs/core';
import { readAuthRule } from '../auth/auth.decorator.js';
import { MizanAuthGuard } from '../auth/mizan-auth.guard.js';
import { planContexts } from '../cache/plan-contexts.js';
import { classOfEnhancer, enhancerName, guardsOf, interceptorsOf } from '../discover/enhancers.js';
import { guardsEnd } from '../dispatch/guards-end.js';
import { resultRecorder } from '../dispatch/result-recorder.js';
import type { MizanRegistry } from '../registry/mizan-registry.js';
import type { RegisteredFunction } from '../registry/registered-function.js';
import type { EdgeSettings } from './edge-options.js';

/** A public context, and whether an edge may store its bundles. */
export interface EdgeContext {
  readonly context: string;
  /** Why it may not: one sentence for each reason; empty when it may. */
  readonly reasons: readonly string[];
  /** Seconds. */
  readonly ttl: number;
  readonly scopes: ContextScopes;
}

/**
 * The contexts whose functions all are public, with what keeps their bundles from an edge. It asks neither guards nor auth
 * rules, so what the app asks of its callers would not be asked; and what an interceptor made of an answer for one caller
 * would be everybody's.
 */
export function planEdge(
  { graph, contexts }: Pick<MizanRegistry, 'graph' | 'contexts'>,
  config: ApplicationConfig,
  { ttl, openGuards, openInterceptors }: Pick<EdgeSettings, 'ttl' | 'openGuards' | 'openInterceptors'>,
): readonly EdgeContext[] {
  const own: readonly unknown[] = [MizanAuthGuard, guardsEnd, resultRecorder];
  const open = [...openGuards, ...openInterceptors];
  const isOpen = (enhancer: unknown) =>
    own.includes(enhancer) || open.some((type) => isEnhancerOf(type, enhancer));
  return planContexts(graph, contexts.values(), ttl)
    .filter(({ isPublic }) => isPublic)
    .map(({ context, plan, ttl: seconds, reasons }) => {
      const members = contexts.get(context)?.members ?? [];
      const around = members.flatMap((fn) => findEnhancers(fn, config, isOpen));
      return { context, reasons: [...reasons, ...around], ttl: seconds, scopes: plan.scopes };
    });
}

function findEnhancers(
  { name, record }: RegisteredFunction,
  config: ApplicationConfig,
  isOpen: (enhancer: unknown) => boolean,
): readonly string[] {
  const where = `"${name}" (${record.className}.${record.methodName})`;
  const closed = (enhancers: readonly unknown[]) => enhancers.filter((one) => !isOpen(one)).map(enhancerName);
  return [
    ...(readAuthRule(record.method, record.hostClass) === undefined ? [] : [`${where} has an auth rule`]),
    ...closed(guardsOf(record, config)).map((guard) => `${where} has the guard ${guard} before it`),
    ...closed(interceptorsOf(record, config)).map((one) => `${where} has the interceptor ${one} around it`),
  ];
}

/** A guard or an interceptor stands as its class or as an instance of it. */
function isEnhancerOf(type: object, enhancer: unknown): boolean {
  return enhancer === type || classOfEnhancer(enhancer) === type;
}
