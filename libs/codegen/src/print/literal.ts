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

/** The name of a member in an object literal, where `__proto__` alone would be the prototype. */
export function printMemberName(name: string): string {
  return name === '__proto__' ? "['__proto__']" : printPropertyName(name);
}
