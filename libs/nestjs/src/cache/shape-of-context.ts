import { createHash } from 'node:crypto';
import { contextMembers, type Graph } from '@mizan/protocol';

/**
 * A text that changes whenever the bundles of a context may look otherwise: other functions, other types, another `rev`.
 * Two versions of an app that share a store have the same keys, since those are the protocol's.
 */
export function shapeOfContext(graph: Graph, context: string): string {
  const members = contextMembers(graph, context).map(({ name, input, output, rev }) => [
    name,
    input ?? [],
    output,
    rev ?? 0,
  ]);
  const types = new Map<string, unknown>();
  collectTypes(members, graph, types);
  const text = JSON.stringify([members, [...types]], (key, value: unknown) =>
    key === 'description' ? undefined : value,
  );
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

/** Adds all types that a part of a declaration refers to, and those that they refer to. */
function collectTypes(part: unknown, graph: Graph, types: Map<string, unknown>): void {
  if (typeof part !== 'object' || part === null) return;
  const { kind, name } = part as { readonly kind?: unknown; readonly name?: unknown };
  if (kind === 'ref' && typeof name === 'string' && !types.has(name)) {
    types.set(name, graph.types[name]);
    collectTypes(graph.types[name], graph, types);
  }
  for (const member of Object.values(part)) collectTypes(member, graph, types);
}
