import type { Field, Shape } from './ir.js';
import type { ChannelDeclaration, FunctionDeclaration, Graph } from './graph.js';
import type { RefusalReason } from './graph-refusal.js';
import { holdsUpload, refsOf } from './shape-facts.js';

/** Uploads where no file can be brought: only a multipart body of an HTTP call holds files (PROTOCOL 13). */
export function findMisplacedUploads(graph: Graph): readonly RefusalReason[] {
  const reaches = uploadFinder(graph.types);
  return [
    ...graph.functions.flatMap((declaration) => misplacedInFunction(declaration, reaches)),
    ...graph.channels
      .filter((channel) => reaches(shapesOfChannel(channel)))
      .map(({ name }) => ({ kind: 'upload-in-channel', channel: name }) as const),
  ];
}

function misplacedInFunction(
  { name, input, output, context, websocket, form }: FunctionDeclaration,
  reaches: ReachesUpload,
): RefusalReason[] {
  const inInput = reaches(shapesOf(input));
  const answers = form?.data === undefined ? [output] : [output, form.data];
  return [
    ...(reaches(answers) ? [{ kind: 'upload-in-output', function: name } as const] : []),
    ...(inInput && context !== undefined ? [{ kind: 'upload-in-context', function: name } as const] : []),
    ...(inInput && websocket === true ? [{ kind: 'upload-over-socket', function: name } as const] : []),
  ];
}

type ReachesUpload = (shapes: readonly Shape[]) => boolean;

/** Whether shapes hold an upload, by themselves or in the structs that they refer to. */
function uploadFinder(types: Graph['types']): ReachesUpload {
  return (shapes) => {
    const seen = new Set<string>();
    const waiting = [...shapes];
    for (let shape = waiting.pop(); shape !== undefined; shape = waiting.pop()) {
      if (holdsUpload(shape)) return true;
      for (const name of refsOf(shape)) {
        if (seen.has(name) || !Object.hasOwn(types, name)) continue;
        seen.add(name);
        waiting.push(...shapesOf(types[name]?.fields));
      }
    }
    return false;
  };
}

function shapesOf(fields: readonly Field[] = []): Shape[] {
  return fields.map(({ shape }) => shape);
}

function shapesOfChannel({ params, clientMessage, serverMessage }: ChannelDeclaration): Shape[] {
  return [params, clientMessage, serverMessage].flatMap(shapesOf);
}
