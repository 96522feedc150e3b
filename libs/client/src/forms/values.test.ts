import { assert, constantFrom, property, array, jsonValue } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSame, mergeValues, valueAt, withoutFiles, withValueAt } from './values.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const paths = array(constantFrom('a', 'b', 'constructor', '__proto__', '0', '2'), {
  minLength: 1,
  maxLength: 4,
}).map((names) => names.join('.'));

describe(`values by path (SEED=${seed})`, () => {
  it('are found where they were put, and all else is as it was', () => {
    assert(
      property(jsonValue(), paths, paths, (data, path, other) => {
        const before = JSON.stringify(data);
        const after = withValueAt(data, path, 'here');
        expect(valueAt(after, path)).toBe('here');
        expect(JSON.stringify(data)).toBe(before);
        const isApart = !`${path}.`.startsWith(`${other}.`) && !`${other}.`.startsWith(`${path}.`);
        // A list that is asked for a name makes place for an object.
        const isKept = path.split('.').every((name, at, all) => {
          const parent = at === 0 ? data : valueAt(data, all.slice(0, at).join('.'));
          return !Array.isArray(parent) || /^\d/.test(name);
        });
        if (isApart && isKept && valueAt(data, other) !== undefined)
          expect(valueAt(after, other)).toEqual(valueAt(data, other));
        expect(Reflect.get({}, 'here')).toBeUndefined();
      }),
      { seed, numRuns: 2000 },
    );
  });

  it('are no members that objects inherit', () => {
    expect(valueAt({}, 'constructor.name')).toBeUndefined();
    expect(valueAt('text', 'length')).toBeUndefined();
    const made = withValueAt({}, '__proto__.polluted', true);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(valueAt(made, '__proto__.polluted')).toBe(true);
  });

  it('make lists where a number leads in', () => {
    expect(withValueAt({}, 'lines.1.sku', 'A')).toEqual({ lines: [undefined, { sku: 'A' }] });
    expect(withValueAt({ lines: [{ sku: 'A' }] }, 'lines.0.qty', 1)).toEqual({
      lines: [{ sku: 'A', qty: 1 }],
    });
  });
});

it('merges objects by member and takes all else as it is given', () => {
  const file = new Blob(['x']);
  const known = { a: 1, b: { c: 1, d: 2 }, list: [1, 2], file: new Blob() };
  expect(mergeValues(known, { b: { d: 3 }, list: [3], file, a: undefined })).toEqual({
    a: 1,
    b: { c: 1, d: 3 },
    list: [3],
    file,
  });
  expect(mergeValues({ file: {} }, { file })).toEqual({ file });
});

it.each([
  [1, 1, true],
  ['', undefined, true],
  [null, false, true],
  [{ a: '', b: { c: null } }, undefined, true],
  [{ a: 1 }, { a: 1, b: '' }, true],
  [[], undefined, false],
  [[{ a: '' }], [], false],
  [[1, 2], [1, 2], true],
  [[1, 2], [2, 1], false],
  [[1], { 0: 1 }, false],
  [0, undefined, false],
  ['1', 1, false],
  [new Blob(), new Blob(), false],
  [new Date(0), new Date(0), false],
])('compares what forms hold: %j and %j', (one, other, expected) => {
  expect(isSame(one, other)).toBe(expected);
  expect(isSame(other, one)).toBe(expected);
});

it('leaves files out, which JSON cannot say', () => {
  const file = new Blob();
  expect(withoutFiles({ a: 1, file, list: [file, { file, b: 2 }], date: new Date(0) })).toEqual({
    a: 1,
    list: [{ b: 2 }],
    date: new Date(0),
  });
});
