import { createHash } from 'node:crypto';
import type { ContextScopes, Params, Target } from '@mizan/protocol';
import { readTarget } from '../invalidation/read-target.js';

// What every implementation of RFC 9875 must support, in number and in length (its sections 2 and 3).
const maxGroups = 32;
const maxLength = 32;

/** The group of every bundle. No context can have this name. */
const everyBundle = '*';

/**
 * The groups that a bundle belongs to: that of every bundle, and one for each scope it depends on. Scopes are at most
 * 16 by their definition.
 */
export function groupsOfBundle(scopes: ContextScopes, params: Params): readonly string[] {
  return [everyBundle, ...scopes.ofBundle(params).map(groupOf)];
}

/**
 * The groups to purge so that no bundle is left that one of these targets matches. More than may be listed become whole
 * contexts, and more of these than may be listed every bundle. Targets of contexts that no edge stores have none.
 *
 * @param scopes of the contexts that an edge may store
 */
export function groupsOfTargets(
  scopes: ReadonlyMap<string, ContextScopes>,
  targets: readonly Target[],
): readonly string[] {
  const stored = targets.flatMap((target) => {
    const { context, params } = readTarget(target);
    const own = scopes.get(context);
    return own === undefined ? [] : [{ context, own, params }];
  });
  const exact = distinct(stored.flatMap(({ own, params }) => own.ofTarget(params)));
  if (exact.length <= maxGroups) return exact;
  const contexts = distinct(stored.map(({ context }) => context));
  return contexts.length <= maxGroups ? contexts : [everyBundle];
}

function distinct(scopes: readonly string[]): readonly string[] {
  return [...new Set(scopes.map(groupOf))];
}

/** A scope that is too long for a group is one by its hash; no scope begins with `~`. */
function groupOf(scope: string): string {
  if (scope.length <= maxLength) return scope;
  const hash = createHash('sha256').update(scope).digest('base64url');
  return `~${hash.slice(0, maxLength - 1)}`;
}

/** A list of strings as RFC 9651 writes it. Groups hold no character that has to be escaped. */
export function formatGroupList(groups: readonly string[]): string {
  return groups.map((group) => `"${group}"`).join(', ');
}
