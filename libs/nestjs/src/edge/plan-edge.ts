import type { ContextScopes } from '@mizan/protocol';
import type { ApplicationConfig } from '@nestjs/core';
import { readAuthRule } from '../auth/auth.decorator.js';
import { MizanAuthGuard } from '../auth/mizan-auth.guard.js';
import { planContexts } from '../cache/plan-contexts.js';
import { guardsOf } from '../discover/enhancers.js';
import { guardsEnd } from '../dispatch/guards-end.js';
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
 * The contexts whose functions all are public, with what keeps their bundles from an edge, which asks neither guards nor
 * auth rules: what the app asks of its callers would not be asked.
 */
export function planEdge(
  { graph, contexts }: Pick<MizanRegistry, 'graph' | 'contexts'>,
  config: ApplicationConfig,
  { ttl, openGuards }: Pick<EdgeSettings, 'ttl' | 'openGuards'>,
): readonly EdgeContext[] {
  const isOpen = (guard: unknown) =>
    guard === MizanAuthGuard || guard === guardsEnd || openGuards.some((open) => isGuardOf(open, guard));
  return planContexts(graph, contexts.values(), ttl)
    .filter(({ isPublic }) => isPublic)
    .map(({ context, plan, ttl: seconds, reasons }) => {
      const members = contexts.get(context)?.members ?? [];
      const asked = members.flatMap((fn) => findAsked(fn, config, isOpen));
      return { context, reasons: [...reasons, ...asked], ttl: seconds, scopes: plan.scopes };
    });
}

function findAsked(
  { name, record }: RegisteredFunction,
  config: ApplicationConfig,
  isOpen: (guard: unknown) => boolean,
): readonly string[] {
  const where = `"${name}" (${record.className}.${record.methodName})`;
  const guards = guardsOf(record, config).filter((guard) => !isOpen(guard));
  return [
    ...(readAuthRule(record.method, record.hostClass) === undefined ? [] : [`${where} has an auth rule`]),
    ...guards.map((guard) => `${where} has the guard ${nameOf(guard)} before it`),
  ];
}

/** A guard stands as its class or as an instance of it. */
function isGuardOf(type: object, guard: unknown): boolean {
  return guard === type || classOf(guard) === type;
}

function nameOf(guard: unknown): string {
  const type = typeof guard === 'function' ? guard : classOf(guard);
  return typeof type === 'function' && type.name !== '' ? type.name : 'without a name';
}

function classOf(guard: unknown): unknown {
  return typeof guard === 'object' && guard !== null ? guard.constructor : undefined;
}
