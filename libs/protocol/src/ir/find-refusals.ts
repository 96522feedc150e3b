import { isWireName } from '../names.js';
import { findMisplacedUploads } from './find-misplaced-uploads.js';
import type { FunctionDeclaration, Graph } from './graph.js';
import type { RefusalReason } from './graph-refusal.js';
import { nameTypes, type NamedTypes } from './name-types.js';

const authWords: ReadonlySet<string> = new Set(['required', 'staff', 'superuser', 'predicate']);

/** Everything for which a graph is refused, all at once; empty when it has an IR (PROTOCOL 7). */
export function findRefusals(graph: Graph, named: NamedTypes = nameTypes(graph)): readonly RefusalReason[] {
  return [
    ...graph.functions.flatMap(refuseFunction),
    ...duplicates(graph.functions).map((name) => ({ kind: 'duplicate-function', function: name }) as const),
    ...graph.channels
      .filter(({ name }) => !isWireName(name))
      .map(({ name }) => ({ kind: 'bad-channel-name', channel: name }) as const),
    ...duplicates(graph.channels).map((name) => ({ kind: 'duplicate-channel', channel: name }) as const),
    ...(graph.forms ?? [])
      .filter(({ name }) => !isWireName(name))
      .map(({ name }) => ({ kind: 'bad-form-name', form: name }) as const),
    ...findMisplacedUploads(graph),
    ...named.conflicts.map((type) => ({ kind: 'type-conflict', type }) as const),
    ...named.unknown.map((type) => ({ kind: 'unknown-type', type }) as const),
  ];
}

function refuseFunction(declaration: FunctionDeclaration): RefusalReason[] {
  const { name, context, affects, merge, auth } = declaration;
  const reasons: RefusalReason[] = [];
  if (!isWireName(name)) reasons.push({ kind: 'bad-function-name', function: name });
  if (context !== undefined) {
    if (context.trim() === '') reasons.push({ kind: 'blank-context-name', function: name });
    else if (!isWireName(context)) reasons.push({ kind: 'bad-context-name', function: name, context });
    if (affects?.length || merge?.length) reasons.push({ kind: 'reader-and-mutation', function: name });
  }
  if (auth !== undefined && !authWords.has(auth))
    reasons.push({ kind: 'unknown-auth', function: name, auth });
  return reasons;
}

function duplicates(named: readonly { readonly name: string }[]): string[] {
  const seen = new Set<string>();
  const twice = named.filter(({ name }) => seen.has(name) || (seen.add(name), false)).map(({ name }) => name);
  return [...new Set(twice)];
}
