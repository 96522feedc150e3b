import { describe, expect, it } from 'vitest';
import { shareStructure } from './share-structure.js';

/** What JSON gives for a value: equal, and nowhere the same. */
const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the shared form of two values', () => {
  it.each([
    null,
    1,
    'a',
    true,
    [],
    {},
    [1, [2, { a: null }]],
    { a: { b: [{ id: 1 }] } },
    [{ id: 1 }, { id: 2 }],
  ])('is the previous one when they are equal: %j', (value) => {
    expect(shareStructure(value, copy(value))).toBe(value);
  });

  it.each<[unknown, unknown]>([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, {}],
    [{}, { a: undefined }],
    [{ a: undefined }, { b: undefined }],
    [{ a: 1 }, null],
    [null, { a: 1 }],
    [undefined, { a: 1 }],
    [[], {}],
    [{}, []],
    [
      [1, 2],
      [2, 1],
    ],
    [[1, 2], [1]],
    [[{ id: 1 }], [{ id: '1' }]],
    [
      [
        { id: 1, a: 1 },
        { id: 1, a: 2 },
      ],
      [
        { id: 1, a: 2 },
        { id: 1, a: 1 },
      ],
    ],
    [{ 0: 'a' }, ['a']],
    [{ a: [1] }, { a: { 0: 1 } }],
  ])('equals the next one when they differ: %j and %j', (previous, next) => {
    const shared = shareStructure(previous, next);
    expect(shared).toStrictEqual(next);
    expect(shared).not.toBe(previous);
  });

  it('keeps the parts that are equal', () => {
    const previous = { kept: { deep: [1] }, changed: { same: { a: 1 }, other: 1 } };
    const next = { kept: { deep: [1] }, changed: { same: { a: 1 }, other: 2 } };
    const shared = shareStructure(previous, next) as typeof previous;
    expect(shared.kept).toBe(previous.kept);
    expect(shared.changed.same).toBe(previous.changed.same);
    expect(shared.changed.other).toBe(2);
  });

  it('finds elements again that moved, by their identity', () => {
    const previous = [
      { id: 1, a: [] },
      { id: 2, a: [] },
      { id: 3, a: [] },
    ];
    const shared = shareStructure(previous, [
      { id: 9, a: [] },
      { id: 3, a: [] },
      { id: 1, a: [1] },
      { id: 2, a: [] },
    ]);
    expect(shared).toEqual([
      { id: 9, a: [] },
      { id: 3, a: [] },
      { id: 1, a: [1] },
      { id: 2, a: [] },
    ]);
    const list = shared as typeof previous;
    expect(list[1]).toBe(previous[2]);
    expect(list[3]).toBe(previous[1]);
  });

  it('changes neither value', () => {
    const previous = Object.freeze({ a: Object.freeze([1]), b: 1 });
    const next = Object.freeze({ a: Object.freeze([1]), b: 2 });
    expect(shareStructure(previous, next)).toEqual({ a: [1], b: 2 });
  });

  it('takes a member named __proto__ for a member', () => {
    const previous: unknown = JSON.parse('{"a": 1}');
    const shared = shareStructure(previous, JSON.parse('{"a": 1, "__proto__": {"admin": true}}'));
    expect(Object.keys(shared as object)).toEqual(['a', '__proto__']);
    expect((shared as { admin?: boolean }).admin).toBeUndefined();
  });

  it('takes no member of a prototype for one of the previous value', () => {
    const next: unknown = JSON.parse('{"constructor": {"name": "Object"}, "toString": null}');
    expect(shareStructure({}, next)).toStrictEqual(next);
  });
});
