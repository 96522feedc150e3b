import { compareCodePoints } from '../names.js';
import type { FunctionDeclaration, Graph } from './graph.js';
import type { ContextParam } from './ir.js';
import { paramTypeOf } from './shape-facts.js';

/** The functions of a context, in declared order. A private function is not read from outside: it is in no bundle. */
export function contextMembers(graph: Graph, contextName: string): readonly FunctionDeclaration[] {
  return graph.functions.filter(({ context, private: hidden }) => context === contextName && hidden !== true);
}

/** The names of all contexts that have a function, sorted by code point. */
export function contextNames(graph: Graph): readonly string[] {
  const names = new Set(
    graph.functions.flatMap(({ context, private: hidden }) => (hidden === true ? [] : (context ?? []))),
  );
  return [...names].sort(compareCodePoints);
}

/**
 * The parameters of a context, sorted by name (PROTOCOL 8). A parameter is required when every function of the
 * context takes it and none can do without it; its type is the first function's.
 */
export function contextParams(graph: Graph, contextName: string): readonly ContextParam[] {
  return paramsOf(contextMembers(graph, contextName));
}

/** {@link contextParams} of functions that are at hand already. */
export function paramsOf(members: readonly FunctionDeclaration[]): readonly ContextParam[] {
  const takers = new Map<string, string[]>();
  const types = new Map<string, ContextParam['type']>();
  const skippable = new Set<string>();
  for (const member of members) {
    for (const field of member.input ?? []) {
      takers.set(field.name, [...(takers.get(field.name) ?? []), member.name]);
      if (!types.has(field.name)) types.set(field.name, paramTypeOf(field.shape));
      if (!field.required) skippable.add(field.name);
    }
  }
  return [...takers.keys()].sort(compareCodePoints).map((name) => {
    const sharedBy = [...(takers.get(name) ?? [])].sort(compareCodePoints);
    const required = sharedBy.length === members.length && !skippable.has(name);
    return { name, type: types.get(name) ?? 'string', required, sharedBy };
  });
}
