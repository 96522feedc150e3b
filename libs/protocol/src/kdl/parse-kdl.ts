import type { Ir } from '../ir/ir.js';
import { readChannel } from './read-channel.js';
import { readContext } from './read-context.js';
import { readForm } from './read-form.js';
import { readFunction } from './read-function.js';
import { fail, failUnknown } from './read-node.js';
import { readType } from './read-type.js';
import { parseSource } from './parse-source.js';
import type { SourceNode } from './source-node.js';

const sections = ['type', 'function', 'context', 'channel', 'form'];

/**
 * Reads an IR from KDL 2 (PROTOCOL 8); `emitKdl` of the result gives the same bytes for every text that `emitKdl`
 * made. Nodes may come in any order, which is kept; a type that is named must be there.
 *
 * Unknown nodes and properties are refused wherever they stand, at the top too: a client that is generated from half
 * a document would look complete and lack what the newer server offers.
 *
 * @param fileName stands in front of the position in error messages.
 * @throws {KdlError} `KDL_SYNTAX` or `KDL_IR`, with line and column.
 */
export function parseKdl(text: string, fileName?: string): Ir {
  const nodes = parseSource(text, fileName);
  for (const node of nodes) if (!sections.includes(node.name)) failUnknown(node, sections, 'at the top');
  const of = (section: string) => nodes.filter(({ name }) => name === section);
  const uses: { readonly name: string; readonly at: SourceNode }[] = [];
  const onType = (name: string, at: SourceNode) => void uses.push({ name, at });
  const forms = of('form');
  const ir: Ir = {
    types: readSection(of('type'), (node) => readType(node, onType)),
    functions: readSection(of('function'), (node) => readFunction(node, onType)),
    contexts: readSection(of('context'), readContext),
    channels: readSection(of('channel'), (node) => readChannel(node, onType)),
    ...(forms.length > 0 && { forms: readSection(forms, readForm) }),
  };
  const known = new Set(ir.types.map(({ name }) => name));
  const missing = uses.find(({ name }) => !known.has(name));
  if (missing !== undefined)
    fail(missing.at, `There is no type "${missing.name}": declare it or correct the name.`);
  return ir;
}

function readSection<Part extends { readonly name: string }>(
  nodes: readonly SourceNode[],
  read: (node: SourceNode) => Part,
): Part[] {
  const names = new Set<string>();
  return nodes.map((node) => {
    const part = read(node);
    if (names.has(part.name)) fail(node, `The ${node.name} "${part.name}" stands twice: remove one.`);
    names.add(part.name);
    return part;
  });
}
