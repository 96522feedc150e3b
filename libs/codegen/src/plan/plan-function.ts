import type { FunctionNode, TypeNode } from '@mizan/protocol';
import { holdsUpload, refsOf } from '@mizan/protocol';

import type { PlannedFunction, TypeExpression } from './client-plan.js';
import type { NameIndex } from './name-index.js';
import { orNull } from './plan-shape.js';

/** The names and types of one function. */
export function planFunction(
  node: FunctionNode,
  types: ReadonlyMap<string, TypeNode>,
  names: NameIndex,
): PlannedFunction {
  const output: TypeExpression = { kind: 'name', name: names.typeName(node.output, 'output') };
  return {
    ...names.functionNames(node.name),
    wireName: node.name,
    ...(node.input === undefined
      ? {}
      : { input: { kind: 'name', name: names.typeName(node.input, 'input') } as const }),
    inputOptional: node.input === undefined || isAllOptional(types.get(node.input)),
    output: node.outputNullable ? orNull(output) : output,
    overSocket: node.transport === 'websocket',
    hasFiles: node.input !== undefined && reachesFile(node.input, types),
    ...(node.description === undefined ? {} : { description: node.description }),
  };
}

function isAllOptional(type: TypeNode | undefined): boolean {
  return type?.kind === 'struct' && type.fields.every(({ required }) => !required);
}

/** Whether somewhere in a type there is a file. */
function reachesFile(start: string, types: ReadonlyMap<string, TypeNode>): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const type = types.get(name);
    if (type === undefined || seen.has(name)) continue;
    seen.add(name);
    const shapes = type.kind === 'alias' ? [type.shape] : type.fields.map(({ shape }) => shape);
    if (shapes.some(holdsUpload)) return true;
    waiting.push(...shapes.flatMap(refsOf));
  }
  return false;
}
