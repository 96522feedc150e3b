import { compareCodePoints } from '@mizan/protocol';

/** `import { a, b } from 'm';`, over several lines when it is long; nothing when there are no names. */
export function printImport(
  keyword: 'import' | 'import type',
  names: readonly string[],
  from: string,
): string {
  const distinct = [...new Set(names)].sort(compareCodePoints);
  if (distinct.length === 0) return '';
  const line = `${keyword} { ${distinct.join(', ')} } from '${from}';\n`;
  if (line.length <= 110) return line;
  return `${keyword} {\n${distinct.map((name) => `  ${name},\n`).join('')}} from '${from}';\n`;
}
