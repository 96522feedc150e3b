import ts from 'typescript';
import { describe, expect, it } from 'vitest';

import { lowerFirst, toStem } from './identifier.js';

describe('toStem', () => {
  it.each([
    ['closeTicket', 'CloseTicket'],
    ['Größe', 'Größe'],
    ['ölstand', 'Ölstand'],
    ['ßcharf', 'ßcharf'],
    ['票', '票'],
    ['2fa', '_2fa'],
    ['', '_'],
    ['a-b.c d', 'A_b_c_d'],
    ["x'; alert(1); '", 'X___alert_1____'],
    ['a\u2028b\ud800c', 'A_b_c'],
    ['😀', '_'],
  ])('makes %j a stem', (name, stem) => {
    expect(toStem(name)).toBe(stem);
  });

  it('gives an identifier that the compiler knows for every character there is', () => {
    const refused: string[] = [];
    for (let point = 0; point <= 0x10ffff; point += 1) {
      const stem = toStem(String.fromCodePoint(point));
      if (stem !== '_' && ![stem, lowerFirst(stem), `use${stem}`].every(isIdentifier))
        refused.push(point.toString(16));
    }
    expect(refused).toEqual([]);
  });
});

function isIdentifier(name: string): boolean {
  return Array.from(name).every((character, index) => {
    const point = character.codePointAt(0) ?? 0;
    const latest = ts.ScriptTarget.ES2015;
    return index === 0 ? ts.isIdentifierStart(point, latest) : ts.isIdentifierPart(point, latest);
  });
}
