import type { ContextNode, ContextParam, PrimitiveName } from '../ir/ir.js';
import { readFlag, readLeafText, readParts, readText, readWord, refuseProps } from './read-node.js';
import type { SourceNode } from './source-node.js';

const paramTypes: readonly PrimitiveName[] = ['integer', 'number', 'boolean', 'string'];

/** Reads `context "c" { … }`. */
export function readContext(node: SourceNode): ContextNode {
  refuseProps(node, []);
  const parts = readParts(node, { once: [], repeated: ['function', 'param'] });
  return {
    name: readText(node),
    functions: parts.all('function').map(readLeafText),
    params: parts.all('param').map(readParam),
  };
}

function readParam(node: SourceNode): ContextParam {
  refuseProps(node, []);
  const parts = readParts(node, { once: ['type', 'required'], repeated: ['shared-by'] });
  return {
    name: readText(node),
    type: readWord(parts.need('type'), paramTypes),
    required: readFlag(parts.need('required')),
    sharedBy: parts.all('shared-by').map(readLeafText),
  };
}
