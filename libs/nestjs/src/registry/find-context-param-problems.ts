import { foldShape, type Shape, type ShapeFold } from '@mizan/protocol';
import type { BootProblem } from '../errors/index.js';
import type { DescribedFunction } from './declare-graph.js';

/**
 * Params of contexts that no client could send: they travel as one text each, in the URL, in keys of caches and in the
 * header that names what is stale.
 */
export function findContextParamProblems({ record, fields }: DescribedFunction): readonly BootProblem[] {
  if (record.metadata.context === undefined || record.metadata.private) return [];
  return fields
    .filter(({ shape }) => !isOneText(shape))
    .map(({ name, shape }) => ({
      where: `${record.className}.${record.methodName}`,
      problem: `its param "${name}" is ${foldShape(shape, inWords)}, and params of a context travel in the URL as one text each`,
      fix: 'Make it an integer, a number, a boolean, a text or an enum, or leave `context` out, so that it is called.',
    }));
}

function isOneText(shape: Shape): boolean {
  if (shape.kind === 'optional') return isOneText(shape.item);
  return shape.kind === 'enum' || (shape.kind === 'primitive' && shape.name !== 'json');
}

const inWords: ShapeFold<string> = {
  primitive: (name) => (name === 'json' ? 'open data' : name),
  ref: (name) => `an object (${name})`,
  list: () => 'a list',
  optional: (item) => item,
  enum: () => 'an enum',
  union: () => 'one of several types',
  upload: () => 'a file',
};
