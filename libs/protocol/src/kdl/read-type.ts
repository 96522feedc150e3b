import type { DefaultValue, Field, Shape, TypeNode } from '../ir/ir.js';
import {
  fail,
  failUnknown,
  optional,
  readFlagProp,
  readLeafText,
  readParts,
  readText,
  refuseArgs,
  refuseProps,
} from './read-node.js';
import { readShape, shapeNames } from './read-shape.js';
import type { SourceNode } from './source-node.js';

type OnRef = (name: string, at: SourceNode) => void;

/** Reads `type "N" { struct { … } }` or `type "N" { alias { … } }`. */
export function readType(node: SourceNode, onRef: OnRef): TypeNode {
  refuseProps(node, []);
  const parts = readParts(node, { once: ['description', 'struct', 'alias'], repeated: [] });
  const name = readText(node);
  const description = optional('description', parts.find('description'), readLeafText);
  const alias = parts.find('alias');
  if (alias !== undefined && parts.find('struct') !== undefined)
    fail(alias, 'A type is a `struct` or an `alias`, not both.');
  if (alias !== undefined) return { kind: 'alias', name, shape: readAlias(alias, onRef), ...description };
  return { kind: 'struct', name, fields: readFields(parts.need('struct'), onRef), ...description };
}

function readAlias(node: SourceNode, onRef: OnRef): Shape {
  refuseArgs(node);
  refuseProps(node, []);
  const [shape, second] = node.children;
  if (shape === undefined) fail(node, '`alias` needs a shape inside.');
  if (second !== undefined) fail(second, '`alias` has one shape inside, not several.');
  return readShape(shape, onRef);
}

function readFields(struct: SourceNode, onRef: OnRef): Field[] {
  refuseArgs(struct);
  refuseProps(struct, []);
  const names = new Set<string>();
  return struct.children.map((child) => {
    if (child.name !== 'field') failUnknown(child, ['field'], 'in `struct`');
    const field = readField(child, onRef);
    if (names.has(field.name)) fail(child, `The field "${field.name}" stands twice: remove one.`);
    names.add(field.name);
    return field;
  });
}

function readField(node: SourceNode, onRef: OnRef): Field {
  refuseProps(node, ['required', 'default']);
  const parts = readParts(node, { once: ['description', ...shapeNames], repeated: [] });
  const shapes = shapeNames.flatMap((name) => parts.find(name) ?? []);
  const [shape, second] = shapes;
  if (shape === undefined) fail(node, '`field` needs a shape inside.');
  if (second !== undefined) fail(second, '`field` has one shape inside, not several.');
  return {
    name: readText(node),
    shape: readShape(shape, onRef),
    required: readFlagProp(node, 'required', true),
    ...readDefault(node),
    ...optional('description', parts.find('description'), readLeafText),
  };
}

/** An integer beyond 2^53 is read as its nearest number, just as a client would read it from JSON. */
function readDefault(node: SourceNode): { readonly default?: DefaultValue } {
  const value = node.props.get('default');
  if (value === undefined) return {};
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) {
    fail(node, '`default` is a boolean, a finite number or a string.');
  }
  return { default: value };
}
