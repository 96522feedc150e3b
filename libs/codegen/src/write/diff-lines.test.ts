import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { diffLines } from './diff-lines.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);

describe('diffLines', () => {
  it.each([
    ['nothing for equal texts', 'a\nb\n', 'a\nb\n', []],
    ['a changed line', 'a\nb\nc\n', 'a\nx\nc\n', ['- b', '+ x']],
    ['changes apart from each other', 'a\nb\nc\nd\n', 'x\nb\nc\ny\n', ['- a', '+ x', '- d', '+ y']],
    ['a new file', '', 'a\nb\n', ['+ a', '+ b']],
    ['a file that goes', 'a\n', '', ['- a']],
  ])('shows %s', (_what, before, after, lines) => {
    expect(diffLines(before, after)).toEqual(lines);
  });

  it('is short', () => {
    const lines = diffLines('', 'a\n'.repeat(100));
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('… and 80 more lines');
  });

  it('is quick for long texts without a line in common', () => {
    const numbers = Array.from({ length: 20_000 }, (_, line) => `${line}`);
    expect(diffLines(numbers.join('\n'), numbers.join('!\n')).at(-1)).toBe('… and 39978 more lines');
  });

  it('names exactly the lines that went and came', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 });
    const check = fc.property(text, text, (before, after) => {
      const lines = diffLines(before.join('\n'), after.join('\n'));
      const went = lines.filter((line) => line.startsWith('-')).length;
      const came = lines.filter((line) => line.startsWith('+')).length;
      expect(before.length - went).toBe(after.length - came);
      expect(
        isSubsequence(
          lines.flatMap((line) => (line.startsWith('+') ? [line.slice(2)] : [])),
          after,
        ),
      ).toBe(true);
      expect(
        isSubsequence(
          lines.flatMap((line) => (line.startsWith('-') ? [line.slice(2)] : [])),
          before,
        ),
      ).toBe(true);
    });
    fc.assert(check, { seed });
  });
});

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let next = 0;
  for (const line of whole) if (line === part[next]) next += 1;
  return next === part.length;
}
