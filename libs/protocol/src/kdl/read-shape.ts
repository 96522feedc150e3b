import type { PrimitiveName, Shape } from '../ir/ir.js';
import {
  fail,
  failUnknown,
  readLeafText,
  readWord,
  refuseArgs,
  refuseChildren,
  refuseProps,
} from './read-node.js';
import type { SourceNode } from './source-node.js';

const primitives: readonly PrimitiveName[] = ['integer', 'number', 'boolean', 'string', 'json'];

/** The names of the nodes that are shapes. */
export const shapeNames = ['primitive', 'ref', 'list', 'optional', 'enum', 'union'] as const;

/** Reads a shape node; `onRef` hears of every reference, so that it can be looked up once all types are known. */
export function readShape(node: SourceNode, onRef: (name: string, at: SourceNode) => void): Shape {
  switch (node.name) {
    case 'primitive':
      return { kind: 'primitive', name: readWord(node, primitives) };
    case 'ref': {
      const name = readLeafText(node);
      onRef(name, node);
      return { kind: 'ref', name };
    }
    case 'list':
      return { kind: 'list', item: readShape(onlyChild(node), onRef) };
    case 'optional':
      return { kind: 'optional', item: readShape(onlyChild(node), onRef) };
    case 'enum':
      return { kind: 'enum', values: readValues(node) };
    case 'union':
      refuseArgs(node);
      refuseProps(node, []);
      return { kind: 'union', members: node.children.map((child) => readShape(child, onRef)) };
    default:
      return failUnknown(node, shapeNames, 'where a shape is expected');
  }
}

function onlyChild(node: SourceNode): SourceNode {
  refuseArgs(node);
  refuseProps(node, []);
  const [child, second] = node.children;
  if (child === undefined) fail(node, `\`${node.name}\` needs a shape inside.`);
  if (second !== undefined) fail(second, `\`${node.name}\` has one shape inside, not several.`);
  return child;
}

function readValues(node: SourceNode): string[] {
  refuseProps(node, []);
  refuseChildren(node);
  return node.args.map((value) =>
    typeof value === 'string'
      ? value
      : fail(node, `The values of \`enum\` are strings; quote ${String(value)}.`),
  );
}
