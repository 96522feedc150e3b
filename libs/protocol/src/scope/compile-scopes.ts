import type { Graph } from '../ir/graph.js';
import { percentEncode } from '../wire/percent-encode.js';
import type { Params } from '../wire/target.js';
import { findNameSets, type NameSet } from './name-sets.js';

/**
 * The scopes of one context. A scope is all bundles of the context that share values of some params: the unit in which
 * staleness is told. As text it is the context, then `;key=value` sorted by key and percent-encoded as in PROTOCOL 5,
 * or `;key` for a param that the bundle was read without: `ticket`, `ticket;ticket_id=7`, `ticket;limit;ticket_id=7`.
 *
 * Values compare as texts, so that `7` and `"7"` are one, and a param that a target or a bundle leaves out matches all.
 * Whenever a target matches a bundle so, the two share a scope.
 */
export interface ContextScopes {
  /**
   * How the context is divided into scopes, as text. Graphs whose texts are equal name the same scopes for a bundle and
   * for a target; where they differ, a target of one graph may share no scope with a bundle of the other.
   */
  readonly layout: string;
  /**
   * Every scope that a bundle depends on, the whole context first: one for each name set of the context.
   *
   * @param params converted, what was sent; all that the context's functions require have to be there
   */
  ofBundle(params: Params): readonly string[];
  /**
   * The scopes of which each bundle that the target matches depends on one: at most 8. They may reach further than the
   * target does, where no mutation is known to scope by its params.
   *
   * @param params the target's; left out for the whole context
   */
  ofTarget(params?: Params): readonly string[];
}

/** Computes, once, how targets and bundles of each context meet. By name of the context. */
export function compileScopes(graph: Graph): ReadonlyMap<string, ContextScopes> {
  return new Map([...findNameSets(graph)].map(([context, sets]) => [context, compileContext(context, sets)]));
}

function compileContext(context: string, sets: readonly NameSet[]): ContextScopes {
  const largestFirst = [...sets].sort((a, b) => b.names.length - a.names.length);
  return {
    layout: JSON.stringify(sets.map(({ names, optional }) => [names, [...optional]])),
    ofBundle: (params) =>
      sets.map(({ names }) => context + names.map((name) => partOf(name, params)).join('')),
    ofTarget: (params = {}) => {
      const set = largestFirst.find(({ names }) => names.every((name) => isGiven(name, params)));
      return set === undefined ? [context] : withAbsences(context, set, params);
    },
  };
}

/** A bundle may lack what is optional, and is matched then whatever the target's value: so absence is named as well. */
function withAbsences(context: string, { names, optional }: NameSet, params: Params): readonly string[] {
  return names.reduce<readonly string[]>(
    (texts, name) => {
      const given = texts.map((text) => text + partOf(name, params));
      return optional.has(name) ? [...given, ...texts.map((text) => text + partOf(name, {}))] : given;
    },
    [context],
  );
}

function partOf(name: string, params: Params): string {
  const key = percentEncode(name);
  return isGiven(name, params) ? `;${key}=${percentEncode(String(params[name]))}` : `;${key}`;
}

function isGiven(name: string, params: Params): boolean {
  return Object.hasOwn(params, name) && params[name] !== undefined;
}
