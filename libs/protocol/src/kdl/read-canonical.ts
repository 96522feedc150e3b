import type { SourceNode, SourceValue } from './source-node.js';

// What `emitKdl` never writes as it is, and what the strings of other documents need a full parser for.
const foreign =
  /(?![\n\u0080-\u0084\u0086-\u009f])[\p{Cc}\p{Surrogate}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;
const indented = /^( *)([a-z][a-z-]*)/;
const entry =
  / (?:([a-z][a-z-]*)=)?(?:"((?:[^"\\]|\\(?:["\\nrt]|u\{[0-9a-f]{1,6}\}))*)"|(#true|#false)|(-?\d+(?:\.\d+)?(?:e[+-]\d+)?))/y;

const noChildren: readonly SourceNode[] = [];
const noProps: ReadonlyMap<string, SourceValue> = new Map();

/**
 * Reads KDL that is laid out as `emitKdl` does it, one node a line; undefined for any other text, valid or not.
 * The full parser takes several times as long, which a client generator would feel with every large server.
 */
export function readCanonical(text: string, fileName: string | undefined): readonly SourceNode[] | undefined {
  if (foreign.test(text)) return undefined;
  const roots: SourceNode[] = [];
  const open: SourceNode[][] = [roots];
  let line = 0;
  for (const content of text.split('\n')) {
    line++;
    const siblings = open.at(-1);
    if (siblings === undefined) return undefined;
    if (content === '') continue;
    if (content.endsWith('}') && content.trim() === '}') {
      open.pop();
      continue;
    }
    const children: SourceNode[] | undefined = content.endsWith(' {') ? [] : undefined;
    const node = readLine(
      children === undefined ? content : content.slice(0, -2),
      line,
      children ?? noChildren,
      fileName,
    );
    if (node === undefined) return undefined;
    siblings.push(node);
    if (children !== undefined) open.push(children);
  }
  return open.length === 1 ? roots : undefined;
}

/** `content` is a line without its opening brace; `children` will be filled by the lines that follow. */
function readLine(
  content: string,
  line: number,
  children: readonly SourceNode[],
  fileName: string | undefined,
): SourceNode | undefined {
  const [head, indent = '', name = ''] = indented.exec(content) ?? [];
  if (head === undefined) return undefined;
  const args: SourceValue[] = [];
  let props: Map<string, SourceValue> | undefined;
  let end = head.length;
  while (end < content.length) {
    entry.lastIndex = end;
    const found = entry.exec(content);
    const value = found === null ? undefined : readValue(found);
    if (found === null || value === undefined) return undefined;
    const [, key] = found;
    if (key === undefined) args.push(value);
    else (props ??= new Map<string, SourceValue>()).set(key, value);
    end = entry.lastIndex;
  }
  return {
    name,
    args,
    props: props ?? noProps,
    children,
    position: { line, column: indent.length + 1 },
    fileName,
  };
}

function readValue([, , string, flag, number]: RegExpExecArray): SourceValue | undefined {
  if (string !== undefined) return unescape(string);
  return flag === undefined ? Number(number) : flag === '#true';
}

const escape = /\\(?:u\{([0-9a-f]+)\}|(.))/g;
const shortEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Undefined when an escape names no character. */
function unescape(inner: string): string | undefined {
  if (!inner.includes('\\')) return inner;
  let isCharacter = true;
  const text = inner.replace(escape, (_whole, hex: string | undefined, letter: string) => {
    if (hex === undefined) return shortEscapes[letter] ?? letter;
    const code = Number.parseInt(hex, 16);
    isCharacter &&= code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : '';
  });
  return isCharacter ? text : undefined;
}
