import { describe, expect, it } from 'vitest';

import { misplacedKeys } from './key-order.js';
import { fillIn } from './match-vector.js';

describe('fillIn', () => {
  it('takes any text where the vector leaves the wording free, unless it tells internals', () => {
    expect(fillIn({ a: ['<text>', 'x'] }, { a: ['anything', 'y'] })).toEqual({ a: ['anything', 'x'] });
    expect(fillIn('<text>', '')).not.toBe('');
    expect(fillIn('<text>', 7)).not.toBe(7);
    expect(fillIn('<text>', 'secret internals!')).not.toBe('secret internals!');
  });

  it('lets a path of wrong fields stop at the list, with any number of messages', () => {
    const expected = { fields: { 'filter.states.0': ['<text>'], b: ['<text>'] } };
    const actual = { fields: { 'filter.states': ['a', 'b'], b: ['c'] } };
    expect(fillIn(expected, actual)).toEqual(actual);
    expect(fillIn(expected, { fields: { b: ['c'] } })).toEqual({
      fields: { 'filter.states.0': ['<text>'], b: ['c'] },
    });
    expect(fillIn(expected, { fields: { 'filter.states': [], b: [''] } })).toEqual({
      fields: { 'filter.states': ['<text>'], b: ['<text>'] },
    });
  });

  it('keeps the wording that the vector gives', () => {
    expect(fillIn({ fields: { a: ['Below 100'] } }, { fields: { a: ['Else'] } })).toEqual({
      fields: { a: ['Below 100'] },
    });
  });
});

describe('misplacedKeys', () => {
  it.each([
    ['{"a":1,"b":{"a":[{"x":1,"y":2},{"x":1}],"b":"z:{"},"c":"a"}', []],
    ['{"10":1,"9":2,"a\\"":3}', []],
    ['{"9":1,"10":2}', ['10']],
    ['[{"b":[],"a":{"d":1,"c":"{\\"a\\":1}"}}]', ['a', 'c']],
  ])('finds in %s %j', (json, keys) => {
    expect(misplacedKeys(json)).toEqual(keys);
  });
});
