import { escapeHidden } from './escape-hidden.js';

/** Any text as a string literal of TypeScript, in single quotes. */
export function printString(text: string): string {
  const escaped = text.replace(/['\\]/g, (character) => `\\${character}`).replace(/\n/g, '\\n');
  return `'${escapeHidden(escaped)}'`;
}

/** The name of a property in a type: as it is where that is possible, else as a string literal. */
export function printPropertyName(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : printString(name);
}
