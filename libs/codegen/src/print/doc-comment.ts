import { escapeHidden } from './escape-hidden.js';

export interface Documented {
  readonly description?: string;
  /** What the server takes when the property is left out. */
  readonly default?: boolean | number | string;
}

/** The doc comment of a declaration, each line indented, with a newline at its end; nothing when it has none. */
export function printDocComment(documented: Documented, indent = ''): string {
  const lines = [
    ...(documented.description === undefined ? [] : toSafeLines(documented.description)),
    ...(documented.default === undefined
      ? []
      : [`@default ${toSafeText(JSON.stringify(documented.default))}`]),
  ];
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines.join('')} */\n`;
  const body = lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('');
  return `${indent}/**\n${body}${indent} */\n`;
}

function toSafeLines(description: string): string[] {
  const lines = description.split(/\r\n|[\n\r\v\f\x85\u2028\u2029]/);
  const from = lines.findIndex((line) => line.trim() !== '');
  const to = lines.findLastIndex((line) => line.trim() !== '');
  return from < 0 ? [] : lines.slice(from, to + 1).map(toSafeText);
}

/**
 * One line of any text, such that it cannot end the comment, begin a tag or a compiler directive, or hide
 * anything. TypeScript reads `@jsx` pragmas anywhere in a line, hence the second backslash.
 */
function toSafeText(line: string): string {
  return escapeHidden(line.trimEnd().replace(/\t/g, '  '))
    .replace(/\*\//g, '*\\/')
    .replace(/(?<!\w)@/g, '\\@')
    .replace(/@(?=jsx)/gi, '@\\');
}
