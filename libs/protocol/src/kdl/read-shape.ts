import type { PrimitiveName, Shape, UploadShape } from '../ir/ir.js';
import { isMediaRange } from '../ir/media-range.js';
import {
  fail,
  failUnknown,
  readLeafText,
  readWord,
  refuseArgs,
  refuseChildren,
  refuseProps,
} from './read-node.js';
import type { SourceNode, SourceValue } from './source-node.js';

const primitives: readonly PrimitiveName[] = ['integer', 'number', 'boolean', 'string', 'json'];

/** The names of the nodes that are shapes. */
export const shapeNames = ['primitive', 'ref', 'list', 'optional', 'enum', 'union', 'upload'] as const;

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
    case 'upload':
      return readUpload(node);
    default:
      return failUnknown(node, shapeNames, 'where a shape is expected');
  }
}

function readUpload(node: SourceNode): UploadShape {
  refuseArgs(node);
  refuseChildren(node);
  refuseProps(node, ['max-size', 'accept']);
  const [maxSize, accept] = [node.props.get('max-size'), node.props.get('accept')];
  return {
    kind: 'upload',
    ...(maxSize !== undefined && { maxSize: readSize(node, maxSize) }),
    ...(accept !== undefined && { accept: readAccept(node, accept) }),
  };
}

function readSize(node: SourceNode, value: SourceValue): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  fail(node, '`max-size` of `upload` is a whole number of bytes above 0.');
}

function readAccept(node: SourceNode, value: SourceValue): readonly string[] {
  const ranges = typeof value === 'string' ? value.split(',') : [];
  if (ranges.length > 0 && ranges.every(isMediaRange)) return ranges;
  fail(node, '`accept` of `upload` is media types joined by ",", as "image/png,text/*".');
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
