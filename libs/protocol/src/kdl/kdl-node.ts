import { KdlError } from './kdl-error.js';

/** A KDL node as it prints; arguments and property values are KDL text already. */
export interface PrintNode {
  readonly name: string;
  readonly args: readonly string[];
  readonly props: readonly (readonly [name: string, value: string])[];
  readonly children: readonly PrintNode[];
}

/** A node with arguments only, or with children as well. */
export function node(
  name: string,
  args: readonly string[] = [],
  children: readonly PrintNode[] = [],
): PrintNode {
  return { name, args, props: [], children };
}

/** Prints nodes with 4 spaces per level and a newline after each. */
export function printNodes(nodes: readonly PrintNode[], indent = ''): string {
  return nodes.map((each) => printNode(each, indent)).join('');
}

function printNode({ name, args, props, children }: PrintNode, indent: string): string {
  const head = [name, ...args, ...props.map(([key, value]) => `${key}=${value}`)].join(' ');
  if (children.length === 0) return `${indent}${head}\n`;
  return `${indent}${head} {\n${printNodes(children, `${indent}    `)}${indent}}\n`;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

// Quote and backslash, and all that KDL 2 forbids or takes for a newline: of the controls beyond ASCII only U+0085.
const escaped =
  /(?![\u0080-\u0084\u0086-\u009f])["\\\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * A string as KDL 2 text, always quoted (PROTOCOL 8).
 *
 * @throws {KdlError} `KDL_UNPRINTABLE` for half of a surrogate pair, which KDL cannot say in any way.
 */
export function quote(text: string): string {
  const lone = /\p{Surrogate}/u.exec(text);
  if (lone !== null) {
    throw new KdlError(
      'KDL_UNPRINTABLE',
      `${JSON.stringify(text)} holds half of a surrogate pair: it is no valid Unicode.`,
    );
  }
  return `"${text.replace(escaped, escape)}"`;
}

function escape(character: string): string {
  return shortEscapes[character] ?? `\\u{${character.charCodeAt(0).toString(16)}}`;
}
