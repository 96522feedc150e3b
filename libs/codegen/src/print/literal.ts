/**
 * Characters that a reader of source code cannot see, or that change how it is read: controls, newlines, odd
 * spaces, bidi marks, invisible letters, half surrogate pairs. A fixed list, not Unicode properties, which grow with
 * each version of Node.
 */
export const HIDDEN =
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e0fff}]/gu;

/** A character as `\uXXXX`, or two of these. */
export function escapeCharacter(character: string): string {
  let escaped = '';
  for (let index = 0; index < character.length; index += 1) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}

/** Any text as a string literal of TypeScript, in single quotes. */
export function printString(text: string): string {
  const quoted = text
    .replace(/['\\]/g, (character) => `\\${character}`)
    .replace(/\n/g, '\\n')
    .replace(HIDDEN, escapeCharacter);
  return `'${quoted}'`;
}

/** The name of a property in a type: as it is where that is possible, else as a string literal. */
export function printPropertyName(name: string): string {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : printString(name);
}
