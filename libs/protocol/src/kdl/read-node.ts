import { KdlError } from './kdl-error.js';
import type { SourceNode, SourceValue } from './source-node.js';

/** Stops reading with what is wrong with a node. */
export function fail(node: SourceNode, message: string): never {
  throw new KdlError('KDL_IR', message, node.position, node.fileName);
}

/** Names that may stand in a node once at most, and names that may repeat. */
export interface PartNames<One extends string, Many extends string> {
  readonly once: readonly One[];
  readonly repeated: readonly Many[];
}

/** The children of a node by name. */
export interface Parts<One extends string, Many extends string> {
  /** The child of this name, if it is there. */
  readonly find: (name: One) => SourceNode | undefined;
  /** The child of this name, which must be there. */
  readonly need: (name: One) => SourceNode;
  readonly all: (name: Many) => readonly SourceNode[];
}

/** Sorts out the children of a node; unknown ones and repeated ones fail where they stand. */
export function readParts<One extends string, Many extends string = never>(
  node: SourceNode,
  { once, repeated }: PartNames<One, Many>,
): Parts<One, Many> {
  const { children } = node;
  const find = (name: string) => children.find((child) => child.name === name);
  for (const child of children) {
    if (isOneOf(repeated, child.name)) continue;
    if (!isOneOf(once, child.name)) failUnknown(child, [...once, ...repeated], `in \`${node.name}\``);
    if (find(child.name) !== child)
      fail(child, `\`${child.name}\` stands twice in \`${node.name}\`: remove one.`);
  }
  return {
    find,
    need: (name) => find(name) ?? fail(node, `\`${node.name}\` needs a \`${name}\` inside.`),
    all: (name) => children.filter((child) => child.name === name),
  };
}

/** Fails for a node whose name is none of those that may stand there. */
export function failUnknown(node: SourceNode, known: readonly string[], place: string): never {
  fail(
    node,
    `Unknown node \`${node.name}\` ${place}; known are ${known.map((name) => `\`${name}\``).join(', ')}.`,
  );
}

/** The one argument of a node that must be a string, and its only one. */
export function readText(node: SourceNode): string {
  const [value] = node.args;
  if (typeof value !== 'string' || node.args.length !== 1)
    fail(node, `\`${node.name}\` needs exactly one string.`);
  return value;
}

/** The one argument of a leaf node that must be `#true` or `#false`. */
export function readFlag(node: SourceNode): boolean {
  refuseProps(node, []);
  refuseChildren(node);
  const [value] = node.args;
  if (typeof value !== 'boolean' || node.args.length !== 1)
    fail(node, `\`${node.name}\` needs #true or #false.`);
  return value;
}

/** {@link readText} of a node that has nothing else. */
export function readLeafText(node: SourceNode): string {
  refuseProps(node, []);
  refuseChildren(node);
  return readText(node);
}

/** {@link readLeafText} of a node that must be one of some words. */
export function readWord<Word extends string>(node: SourceNode, words: readonly Word[]): Word {
  const text = readLeafText(node);
  if (!isOneOf(words, text)) {
    fail(
      node,
      `\`${node.name}\` is ${words.map((word) => JSON.stringify(word)).join(' or ')}, not "${text}".`,
    );
  }
  return text;
}

export function refuseArgs(node: SourceNode): void {
  if (node.args.length > 0) fail(node, `\`${node.name}\` takes no argument.`);
}

export function refuseChildren(node: SourceNode): void {
  const [child] = node.children;
  if (child !== undefined) fail(child, `\`${node.name}\` has nothing inside.`);
}

export function refuseProps(node: SourceNode, known: readonly string[]): void {
  for (const name of node.props.keys()) {
    if (!known.includes(name)) fail(node, `\`${node.name}\` has no property \`${name}\`.`);
  }
}

/** A property that must be a boolean when it is there. */
export function readFlagProp(node: SourceNode, name: string, absent: boolean): boolean {
  const value: SourceValue = node.props.get(name) ?? absent;
  if (typeof value !== 'boolean') fail(node, `\`${name}\` of \`${node.name}\` is #true or #false.`);
  return value;
}

/** Makes an optional member of an object, absent where there is nothing to read. */
export function optional<Key extends string, T>(
  key: Key,
  node: SourceNode | undefined,
  read: (node: SourceNode) => T,
): { readonly [K in Key]?: T } {
  if (node === undefined) return {};
  return { [key]: read(node) } as { readonly [K in Key]: T }; // TypeScript widens a computed key to string.
}

function isOneOf<Word extends string>(words: readonly Word[], text: string): text is Word {
  return (words as readonly string[]).includes(text); // `includes` of a narrow list accepts narrow texts only.
}
