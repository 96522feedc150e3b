import { contextMembers } from './context-params.js';
import { resultOf } from './form-facts.js';
import type { FunctionDeclaration, Graph } from './graph.js';
import type { Shape } from './ir.js';
import { isNullable, isSameShape, isWrapped, withoutNull } from './shape-facts.js';

/** The place of a bundle that a mutation's result fills (PROTOCOL 6). */
export interface MergeSlot {
  /** The context function whose value it is. */
  readonly function: string;
  /** `replace` puts the result in place of the value, `element` puts it into the list that the value is. */
  readonly kind: 'replace' | 'element';
  /** Whether null may stand there. */
  readonly nullable: boolean;
}

/** All slots that fit; a sound graph has exactly one for every `merge`. A wrapped output fits nowhere. */
export function mergeSlotCandidates(
  graph: Graph,
  mutation: FunctionDeclaration,
  contextName: string,
): readonly MergeSlot[] {
  const result = resultOf(mutation);
  if (result === undefined || isWrapped(result)) return [];
  return contextMembers(graph, contextName).flatMap((member) => {
    const kind = slotKind(withoutNull(result), withoutNull(member.output));
    if (kind === undefined) return [];
    const nullable = kind === 'replace' && isNullable(member.output);
    return [{ function: member.name, kind, nullable }];
  });
}

function slotKind(result: Shape, value: Shape): MergeSlot['kind'] | undefined {
  if (isSameShape(result, value)) return 'replace';
  if (value.kind === 'list' && isSameShape(result, withoutNull(value.item))) return 'element';
  return undefined;
}

/** The one slot that a mutation fills in a context; undefined where there is none or no single one. */
export function findMergeSlot(
  graph: Graph,
  mutationName: string,
  contextName: string,
): MergeSlot | undefined {
  const mutation = graph.functions.find(({ name }) => name === mutationName);
  if (mutation === undefined) return undefined;
  const [slot, ...others] = mergeSlotCandidates(graph, mutation, contextName);
  return others.length === 0 ? slot : undefined;
}
