import { describe, expect, it } from 'vitest';
import { compileBundleWriter } from './write-bundle.js';

describe('a bundle', () => {
  it('has its names sorted by code point, though the results come in declared order', () => {
    const write = compileBundleWriter(['b', 'a', 'B', '_']);
    expect(write(['1', '2', '3', '4'])).toBe('{"B":3,"_":4,"a":2,"b":1}');
  });

  it('sorts names that look like numbers as texts, and takes inherited names for names', () => {
    const names = ['_2', '_10', '__proto__', 'constructor'];
    expect(compileBundleWriter(names)(['1', '2', '3', '4'])).toBe(
      '{"_10":2,"_2":1,"__proto__":3,"constructor":4}',
    );
  });

  it('writes texts as they are', () => {
    expect(compileBundleWriter(['one'])(['{"result":"é"}'])).toBe('{"one":{"result":"é"}}');
  });
});
