import type { ContextNode, ContextParam } from '@mizan/protocol';
import { compareCodePoints } from '@mizan/protocol';

import type { PlannedContext, PlannedFunction, PlannedParam } from './client-plan.js';
import type { NameIndex } from './name-index.js';

/**
 * The names, params and members of one context.
 * @param functions those that are planned, by wire name; those of forms are not
 */
export function planContext(
  node: ContextNode,
  functions: ReadonlyMap<string, PlannedFunction>,
  names: NameIndex,
): PlannedContext {
  const members = [...new Set(node.functions)]
    .sort(compareCodePoints)
    .flatMap((name) => functions.get(name) ?? []);
  return {
    ...names.contextNames(node.name),
    wireName: node.name,
    params: [...node.params].sort((a, b) => compareCodePoints(a.name, b.name)).map(planParam),
    members,
    // A context whose functions differ can be read over HTTP in any case.
    overSocket: members.length > 0 && members.every(({ overSocket }) => overSocket),
  };
}

const wordOfParam = {
  integer: 'number',
  number: 'number',
  boolean: 'boolean',
  string: 'string',
  json: 'string',
} as const;

/** A param stands in a query string, so it is a scalar whatever the functions take. */
function planParam({ name, type, required, sharedBy }: ContextParam): PlannedParam {
  const word = wordOfParam[type];
  return { name, optional: !required, type: { kind: 'word', word }, declaredBy: sharedBy };
}
