import { describe, expect, it } from 'vitest';
import { contextKey, matchesScope } from './scope.js';

describe('the key of a context', () => {
  it.each([
    [
      { a: 7, b: true },
      { b: true, a: 7 },
    ],
    [{ a: 7 }, { a: '7' }],
    [{ a: 7 }, { a: 7, b: undefined }],
    [{ a: false }, { a: 'false' }],
    [{ a: 0 }, { a: '0' }],
  ])('is one for %j and %j', (one, other) => {
    expect(contextKey('c', one)).toBe(contextKey('c', other));
  });

  it.each([
    [{ a: 7 }, { a: 8 }],
    [{ a: 7 }, { b: 7 }],
    [{ a: 7 }, {}],
    [{ a: null }, {}],
    [{ a: null }, { a: 'null' }],
    [{ a: '' }, {}],
    [{ a: '","b' }, { a: '', b: '' }],
  ])('is another for %j and %j', (one, other) => {
    expect(contextKey('c', one)).not.toBe(contextKey('c', other));
  });
});

describe('a scope', () => {
  it.each([
    [{ a: 7 }, undefined],
    [{ a: 7 }, {}],
    [{}, { a: 7 }],
    [{ a: undefined }, { a: 7 }],
    [{ a: 7, b: 1 }, { a: '7' }],
    [{ a: true }, { a: 'true' }],
    [{ a: null }, { a: null }],
    [{ a: 7 }, { a: 7, b: 1 }],
  ])('holds for params %j when it is %j', (params, scope) => {
    expect(matchesScope(params, scope)).toBe(true);
  });

  it.each([
    [{ a: 7 }, { a: 8 }],
    [
      { a: 7, b: 1 },
      { a: 7, b: 2 },
    ],
    [{ a: '' }, { a: null }],
    [{ a: null }, { a: 0 }],
  ])('does not hold for params %j when it is %j', (params, scope) => {
    expect(matchesScope(params, scope)).toBe(false);
  });
});
