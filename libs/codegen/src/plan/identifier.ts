/**
 * The characters that an identifier of ours may hold: ASCII, and the letters of the scripts that every
 * JavaScript and TypeScript version knows. The ranges are fixed, not `\p{ID_Continue}`, since that one grows
 * with each Unicode version and would make the output depend on the Node that ran.
 */
const FOREIGN =
  /[^A-Za-z0-9_$\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0391-\u03a1\u03a3-\u03ce\u0400-\u0481\u048a-\u04ff\u05d0-\u05ea\u0621-\u064a\u0904-\u0939\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fa5\uac00-\ud7a3]/gu;

/**
 * Any text as the stem of identifiers: foreign characters become `_`, the first letter is upper-cased, and a
 * digit never comes first. Different texts may give one stem; {@link allotStems} keeps them apart.
 */
export function toStem(text: string): string {
  const clean = text.replace(FOREIGN, '_');
  if (clean === '' || /^[0-9]/.test(clean)) return `_${clean}`;
  return withFirst(clean, (letter) => letter.toUpperCase());
}

/** `CloseTicket` → `closeTicket`. */
export function lowerFirst(stem: string): string {
  return withFirst(stem, (letter) => letter.toLowerCase());
}

/** A letter whose other case is no single letter of ours (`ß`, `İ`) stays as it is. */
function withFirst(text: string, change: (letter: string) => string): string {
  const first = change(text.charAt(0));
  return first.length === 1 && first.search(FOREIGN) < 0 ? first + text.slice(1) : text;
}
