import { describe, expect, it } from 'vitest';
import { itemsOf, memberOf, objectOf } from './member-of.js';

describe('memberOf', () => {
  it('finds what is there, and else what is flat', () => {
    expect(memberOf({ a: 1, 'a.b': 2 }, 'a')).toBe(1);
    expect(memberOf({ 'a.b': 2, 'a.c.d': 3, ab: 4 }, 'a')).toEqual({ b: 2, 'c.d': 3 });
    expect(memberOf({ ab: 4 }, 'a')).toBeUndefined();
  });

  it('finds nothing that every object inherits', () => {
    expect(memberOf({}, 'toString')).toBeUndefined();
    expect(memberOf({}, '__proto__')).toBeUndefined();
  });
});

describe('itemsOf', () => {
  it('takes lists, texts of lists, and what stands under numbers', () => {
    expect(itemsOf([1, 2])).toEqual([1, 2]);
    expect(itemsOf('[1,2]')).toEqual([1, 2]);
    expect(itemsOf({ '10.a': 1, '9.a': 2, '9.b.c': 3, '11': 'x' })).toEqual([
      { a: 2, 'b.c': 3 },
      { a: 1 },
      'x',
    ]);
  });

  it.each([{}, { a: 1 }, { '0.a': 1, b: 2 }, { '-1': 1 }, { '1e9': 1 }, 'x', '{', 5])(
    'takes %j for no list',
    (value) => {
      expect(itemsOf(value)).toBeUndefined();
    },
  );

  it('gives nothing a prototype that was sent', () => {
    const [item] = itemsOf({ '0.__proto__': { polluted: true } }) ?? [];
    expect(item).not.toHaveProperty('polluted');
    expect(Object.keys(item as object)).toEqual(['__proto__']);
  });

  it('reads very many numbers in one pass', () => {
    const flat = Object.fromEntries(Array.from({ length: 200_000 }, (_, at) => [`${at}.a`, at]));
    expect(itemsOf(flat)).toHaveLength(200_000);
  });
});

describe('objectOf', () => {
  it('takes objects and their texts, and nothing else', () => {
    expect([objectOf({ a: 1 }), objectOf('{"a":1}')]).toEqual([{ a: 1 }, { a: 1 }]);
    expect([[], '[]', 'x', 5, null, undefined].map(objectOf)).toEqual(Array.from({ length: 6 }));
  });
});
