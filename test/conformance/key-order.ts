import { compareCodePoints } from '@mizan/protocol';

/** A string literal, or one of the characters that open, close or separate. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/**
 * The keys of a JSON text that come after a greater one in their object. It reads the text itself, since a parsed
 * object would have moved integer-like keys to the front.
 */
export function misplacedKeys(json: string): string[] {
  const misplaced: string[] = [];
  /** The last key of each object that is open; null for an array. */
  const open: (string | null)[] = [];
  let text = '';
  for (const [piece] of json.matchAll(token)) {
    if (piece === '{') open.push('');
    else if (piece === '[') open.push(null);
    else if (piece === '}' || piece === ']') open.pop();
    else if (piece === ':') {
      const key: string = JSON.parse(text);
      const before = open.pop();
      if (typeof before === 'string' && compareCodePoints(before, key) > 0) misplaced.push(key);
      open.push(key);
    }
    text = piece;
  }
  return misplaced;
}
