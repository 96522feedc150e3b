import { contextMembers, contextNames } from './context-params.js';
import type { AffectsTarget, FunctionDeclaration, Graph } from './graph.js';
import type { GraphDefect } from './graph-defect.js';
import { mergeSlotCandidates } from './merge-slot.js';
import { paramTypeOf } from './shape-facts.js';

/** Every defect of a graph, all at once (PROTOCOL 7); empty when it can work. */
export function checkGraph(graph: Graph): readonly GraphDefect[] {
  const contexts = contextNames(graph);
  return [
    ...graph.functions.flatMap((declaration) => checkAffects(graph, contexts, declaration)),
    ...graph.functions.flatMap((declaration) => checkMerge(graph, declaration)),
    ...contexts.flatMap((context) => checkParams(context, contextMembers(graph, context))),
    ...contexts.flatMap((context) => checkTransport(context, contextMembers(graph, context))),
  ];
}

function checkAffects(
  graph: Graph,
  contexts: readonly string[],
  declaration: FunctionDeclaration,
): GraphDefect[] {
  const isKnown = ({ context, function: member }: AffectsTarget) =>
    member === undefined
      ? contexts.includes(context)
      : contextMembers(graph, context).some(({ name }) => name === member);
  const unknown = (declaration.affects ?? []).filter((target) => !isKnown(target)).map(nameOfTarget);
  return [...new Set(unknown)].map((target) => ({
    kind: 'unknown-affects-target',
    function: declaration.name,
    target,
  }));
}

function nameOfTarget({ context, function: member }: AffectsTarget): string {
  return member === undefined ? context : `${context}.${member}`;
}

function checkMerge(graph: Graph, declaration: FunctionDeclaration): GraphDefect[] {
  return [...new Set(declaration.merge)].flatMap((context): GraphDefect[] => {
    const members = mergeSlotCandidates(graph, declaration, context).map((slot) => slot.function);
    if (members.length === 1) return [];
    if (members.length === 0) return [{ kind: 'no-merge-slot', function: declaration.name, context }];
    return [{ kind: 'ambiguous-merge-slot', function: declaration.name, context, members }];
  });
}

function checkParams(context: string, members: readonly FunctionDeclaration[]): GraphDefect[] {
  const first = new Map<string, { readonly fn: string; readonly type: string }>();
  return members.flatMap((member) =>
    (member.input ?? []).flatMap(({ name, shape }): GraphDefect[] => {
      const type = paramTypeOf(shape);
      const known = first.get(name);
      if (known === undefined) first.set(name, { fn: member.name, type });
      if (known === undefined || known.type === type) return [];
      return [
        {
          kind: 'divergent-param-type',
          context,
          param: name,
          first_fn: known.fn,
          first_type: known.type,
          second_fn: member.name,
          second_type: type,
        },
      ];
    }),
  );
}

function checkTransport(context: string, members: readonly FunctionDeclaration[]): GraphDefect[] {
  const names = (websocket: boolean) =>
    members.filter((member) => (member.websocket === true) === websocket).map(({ name }) => name);
  const websocket_members = names(true);
  const http_members = names(false);
  if (websocket_members.length === 0 || http_members.length === 0) return [];
  return [{ kind: 'mixed-transport', context, websocket_members, http_members }];
}
