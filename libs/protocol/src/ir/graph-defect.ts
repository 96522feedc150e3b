import { nearestName } from './nearest-name.js';

/** What cannot work in a graph, as data (PROTOCOL 7). */
export type GraphDefect =
  | { readonly kind: 'unknown-affects-target'; readonly function: string; readonly target: string }
  | { readonly kind: 'no-merge-slot'; readonly function: string; readonly context: string }
  | {
      readonly kind: 'ambiguous-merge-slot';
      readonly function: string;
      readonly context: string;
      readonly members: readonly string[];
    }
  | {
      readonly kind: 'divergent-param-type';
      readonly context: string;
      readonly param: string;
      readonly first_fn: string;
      readonly first_type: string;
      readonly second_fn: string;
      readonly second_type: string;
    }
  | {
      readonly kind: 'mixed-transport';
      readonly context: string;
      readonly websocket_members: readonly string[];
      readonly http_members: readonly string[];
    };

/**
 * One sentence on what is wrong, and how to put it right.
 *
 * @param contexts the names of the graph's contexts, to tell a context that is unknown from one that does not fit
 */
export function describeDefect(defect: GraphDefect, contexts: readonly string[]): string {
  switch (defect.kind) {
    case 'unknown-affects-target':
      return `"${defect.function}" affects "${defect.target}", which no function declares: ${suggest(defect.target, contexts)}.`;
    case 'no-merge-slot':
      if (!contexts.includes(defect.context))
        return `"${defect.function}" merges into "${defect.context}", which no function declares: ${suggest(defect.context, contexts)}.`;
      return `"${defect.function}" merges into "${defect.context}", where no function answers its output type or a list of it: use \`affects\`, or return what one of them does.`;
    case 'ambiguous-merge-slot':
      return `"${defect.function}" merges into "${defect.context}", where ${list(defect.members)} would all fit: use \`affects\`, or give them different types.`;
    case 'divergent-param-type':
      return `The parameter "${defect.param}" of "${defect.context}" is ${defect.first_type} in "${defect.first_fn}" and ${defect.second_type} in "${defect.second_fn}": give it one type, or two names.`;
    case 'mixed-transport':
      return `"${defect.context}" mixes transports, websocket in ${list(defect.websocket_members)} and HTTP in ${list(defect.http_members)}: use one of them for all.`;
  }
}

function suggest(meant: string, contexts: readonly string[]): string {
  const nearest = nearestName(meant, contexts);
  if (nearest !== undefined) return `you may mean "${nearest}"`;
  const known = contexts.length === 0 ? 'there is none yet' : `there are ${list(contexts)}`;
  return `give a function that context, or name another; ${known}`;
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
