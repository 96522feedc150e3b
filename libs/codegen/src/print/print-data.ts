import type { Data } from '../plan/browser-checks.js';
import { printMemberName, printString } from './literal.js';

/**
 * JSON as an expression.
 *
 * @param indent of the line that it begins in
 */
export function printData(data: Data, indent = ''): string {
  if (typeof data === 'string') return printString(data);
  if (typeof data !== 'object' || data === null) return JSON.stringify(data);
  const items = isList(data)
    ? data.map((item) => printData(item, `${indent}  `))
    : Object.entries(data).map(
        ([name, value]) => `${printMemberName(name)}: ${printData(value, `${indent}  `)}`,
      );
  const [open, close] = isList(data) ? ['[', ']'] : ['{ ', ' }'];
  const line = items.length === 0 && !isList(data) ? '{}' : `${open}${items.join(', ')}${close}`;
  if (line.length + indent.length <= 100 && !line.includes('\n')) return line;
  const lines = items.map((item) => `${indent}  ${item},\n`).join('');
  return `${open.trim()}\n${lines}${indent}${close.trim()}`;
}

function isList(data: Data): data is readonly Data[] {
  return Array.isArray(data);
}
