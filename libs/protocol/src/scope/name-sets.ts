import { contextMembers, contextNames } from '../ir/context-params.js';
import type { FunctionDeclaration, Graph } from '../ir/graph.js';
import { compareCodePoints } from '../names.js';
import { mergeScopes, targetScopes } from '../wire/compile-targets.js';

/** Params of one context whose values together make a scope. */
export interface NameSet {
  /** Sorted by code point. */
  readonly names: readonly string[];
  /** Those of them that a bundle may have been read without. */
  readonly optional: ReadonlySet<string>;
}

// A target names 2^optional scopes, and a bundle depends on one scope for each set: both have to stay small.
const maxOptional = 3;
const maxSets = 16;

/**
 * The name sets of each context: none; all params that every bundle surely has; and of each mutation of the context
 * the arguments that can scope it, all of them and the required ones. A set that is too large loses names, and sets
 * that are too many are left out: what they would have told apart is then one scope.
 */
export function findNameSets(graph: Graph): ReadonlyMap<string, readonly NameSet[]> {
  const scoping = new Map<string, (readonly string[])[]>();
  for (const mutation of graph.functions) {
    for (const { context, scopedBy } of [
      ...targetScopes(graph, mutation.name),
      ...mergeScopes(graph, mutation.name),
    ]) {
      const required = scopedBy.filter((name) => isRequiredBy(mutation, name));
      scoping.set(context, [...(scoping.get(context) ?? []), scopedBy, required]);
    }
  }
  return new Map(
    contextNames(graph).map((context) => {
      const sure = sureNames(graph, context);
      return [context, distinctSets([[], [...sure], ...(scoping.get(context) ?? [])], sure)];
    }),
  );
}

/** A read without one of these is refused by the function that requires it, so no bundle lacks them. */
function sureNames(graph: Graph, context: string): ReadonlySet<string> {
  const fields = contextMembers(graph, context).flatMap(({ input }) => input ?? []);
  return new Set(fields.filter(({ required }) => required).map(({ name }) => name));
}

function isRequiredBy({ input }: FunctionDeclaration, argument: string): boolean {
  return input?.some(({ name, required }) => name === argument && required) ?? false;
}

function distinctSets(sets: readonly (readonly string[])[], sure: ReadonlySet<string>): readonly NameSet[] {
  const distinct = new Map<string, NameSet>();
  for (const set of sets) {
    const sorted = [...set].sort(compareCodePoints);
    const optional = new Set(sorted.filter((name) => !sure.has(name)).slice(0, maxOptional));
    const names = sorted.filter((name) => sure.has(name) || optional.has(name));
    const key = JSON.stringify(names);
    if (!distinct.has(key) && distinct.size < maxSets) distinct.set(key, { names, optional });
  }
  return [...distinct.values()];
}
