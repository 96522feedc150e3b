import { contextMembers } from '../ir/context-params.js';
import { argumentsOf } from '../ir/form-facts.js';
import type { AffectsTarget, FunctionDeclaration, Graph } from '../ir/graph.js';
import { mergeSlotCandidates } from '../ir/merge-slot.js';
import type { Params, ParamValue, Target } from './target.js';

/** The arguments of a call that were sent, converted, by name. */
export type SentArguments = Readonly<Record<string, unknown>>;

/** What can be known of a target before any call. */
export interface TargetScope {
  readonly context: string;
  readonly function?: string;
  /** The names of arguments that narrow the target when they are sent, in the mutation's order. */
  readonly scopedBy: readonly string[];
}

/** Where a mutation's result goes in a cached bundle: a {@link MergeEntry} but for the value, which is the result. */
export interface MergePlace {
  readonly context: string;
  readonly slot: string;
  readonly params?: Params;
}

/**
 * The distinct targets of a mutation in declared order, with the arguments that can scope each (PROTOCOL 5): those
 * whose names are parameters of any function of the context; of a target that is one function, only of that one.
 */
export function targetScopes(graph: Graph, functionName: string): readonly TargetScope[] {
  const mutation = declarationOf(graph, functionName);
  const distinct = new Map<string, AffectsTarget>();
  for (const target of mutation.affects ?? []) {
    const key = `${target.context} ${target.function ?? ''}`;
    if (!distinct.has(key)) distinct.set(key, target);
  }
  return [...distinct.values()].map((target) => ({
    ...target,
    scopedBy: scopingNames(graph, mutation, target),
  }));
}

/** {@link targetScopes} of the contexts that a mutation merges into: each is scoped as a target is (PROTOCOL 6). */
export function mergeScopes(graph: Graph, functionName: string): readonly TargetScope[] {
  const mutation = declarationOf(graph, functionName);
  return [...new Set(mutation.merge)].map((context) => ({
    context,
    scopedBy: scopingNames(graph, mutation, { context }),
  }));
}

function scopingNames(graph: Graph, mutation: FunctionDeclaration, target: AffectsTarget): string[] {
  const members = contextMembers(graph, target.context).filter(
    ({ name }) => target.function === undefined || name === target.function,
  );
  const params = new Set(members.flatMap(({ input }) => (input ?? []).map(({ name }) => name)));
  return argumentsOf(mutation)
    .map(({ name }) => name)
    .filter((name) => params.has(name));
}

/** What a call made stale, from what was known before it and what was sent. */
export function targetsOf(scopes: readonly TargetScope[], sent: SentArguments): Target[] {
  return scopes.map(({ context, function: member, scopedBy }) => {
    const params = scopeParams(scopedBy, sent);
    if (member === undefined) return params === undefined ? context : { context, params };
    return params === undefined ? { context, function: member } : { context, function: member, params };
  });
}

/**
 * Makes, once per function, what turns the arguments of a call into its target list (PROTOCOL 5 and 12): scoped,
 * without duplicates, in declared order. A function that affects nothing has no targets.
 *
 * @throws {RangeError} when the graph has no function of this name.
 */
export function compileTargets(graph: Graph, functionName: string): (sent: SentArguments) => Target[] {
  const scopes = targetScopes(graph, functionName);
  return (sent) => targetsOf(scopes, sent);
}

/**
 * Makes, once per function, what says where the result of a call goes (PROTOCOL 6), scoped as targets are. A null
 * result goes only where null may stand. Contexts without a single slot, which {@link checkGraph} reports, get nothing.
 *
 * @throws {RangeError} when the graph has no function of this name.
 */
export function compileMergeEntries(
  graph: Graph,
  functionName: string,
): (result: unknown, sent: SentArguments) => MergePlace[] {
  const mutation = declarationOf(graph, functionName);
  const places = [...new Set(mutation.merge)].flatMap((context) => {
    const [slot, ...others] = mergeSlotCandidates(graph, mutation, context);
    if (slot === undefined || others.length > 0) return [];
    return [{ context, slot, scopedBy: scopingNames(graph, mutation, { context }) }];
  });
  return (result, sent) =>
    places
      .filter(({ slot }) => slot.nullable || (result !== null && result !== undefined))
      .map(({ context, slot, scopedBy }) => {
        const params = scopeParams(scopedBy, sent);
        return params === undefined
          ? { context, slot: slot.function }
          : { context, slot: slot.function, params };
      });
}

/**
 * A value that no query string can say would match no mounted context, so it is left out. For a target that is safe:
 * more is refreshed than had to be. A merge entry without params goes into every mounted bundle of its context; who
 * merges into a context that has params takes these params himself.
 */
function scopeParams(names: readonly string[], sent: SentArguments): Params | undefined {
  const params: [string, ParamValue][] = [];
  for (const name of names) {
    const value = Object.hasOwn(sent, name) ? sent[name] : undefined;
    if (isParamValue(value)) params.push([name, value]);
  }
  return params.length === 0 ? undefined : Object.fromEntries(params);
}

function isParamValue(value: unknown): value is ParamValue {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}

function declarationOf(graph: Graph, functionName: string): FunctionDeclaration {
  const declaration = graph.functions.find(({ name }) => name === functionName);
  if (declaration === undefined) throw new RangeError(`The graph has no function "${functionName}".`);
  return declaration;
}
