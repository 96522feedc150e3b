/**
 * Characters that a reader of source code cannot see, or that change how it is read: controls, newlines, odd
 * spaces, bidi marks, invisible letters, half surrogate pairs. Fixed ranges rather than Unicode properties, which
 * grow with each version of Node.
 */
const hiddenRanges: readonly (readonly [from: number, to: number])[] = [
  [0x00, 0x1f],
  [0x7f, 0xa0],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x1680, 0x1680],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x2800, 0x2800],
  [0x3000, 0x3000],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xffff],
  [0xe0000, 0xe0fff],
];

/** Text with each hidden character as its `\uXXXX`, which string literals understand. */
export function escapeHidden(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return Array.from(text, (character) => (isHidden(character) ? escapeUnits(character) : character)).join('');
}

function isHidden(character: string): boolean {
  const point = character.codePointAt(0) ?? 0;
  return hiddenRanges.some(([from, to]) => point >= from && point <= to);
}

function escapeUnits(character: string): string {
  const units = character.split('');
  return units.map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
