import { getLocation, InvalidKdlError, parse, type Document, type Node } from '@bgotink/kdl';
import { KdlError, type KdlPosition } from './kdl-error.js';
import { readCanonical } from './read-canonical.js';
import type { SourceNode } from './source-node.js';

/**
 * Reads a text as KDL 2, without asking what it means.
 *
 * @throws {KdlError} `KDL_SYNTAX` with the first place where the text is no KDL.
 */
export function parseSource(text: string, fileName: string | undefined): readonly SourceNode[] {
  return readCanonical(text, fileName) ?? readAnyLayout(text, fileName);
}

/** {@link parseSource} by the full parser. */
export function readAnyLayout(text: string, fileName: string | undefined): readonly SourceNode[] {
  return readDocument(text, fileName).nodes.map((node) => toSource(node, fileName));
}

function readDocument(text: string, fileName: string | undefined): Document {
  try {
    return parse(text, { storeLocations: true });
  } catch (error) {
    if (!(error instanceof InvalidKdlError)) throw error;
    const [first = error] = error.flat();
    const message = first.message.replace(/ at \d+:\d+$/, '').replace(/\.?$/, '.');
    throw new KdlError('KDL_SYNTAX', message, first.start && toPosition(first.start), fileName);
  }
}

function toSource(node: Node, fileName: string | undefined): SourceNode {
  const location = getLocation(node);
  return {
    name: node.getName(),
    args: node.getArguments(),
    props: node.getProperties(),
    children: (node.children?.nodes ?? []).map((child) => toSource(child, fileName)),
    position: location === undefined ? { line: 1, column: 1 } : toPosition(location.start),
    fileName,
  };
}

function toPosition({ line, column }: KdlPosition): KdlPosition {
  return { line, column };
}
