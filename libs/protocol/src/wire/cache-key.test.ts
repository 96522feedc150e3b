import { describe, expect, it } from 'vitest';

import { toAsciiJson } from './ascii-json.js';
import { cacheKey } from './cache-key.js';

const unhashed = (text: string) => text;

describe('cacheKey', () => {
  it('hashes sorted JSON in which every value is a text', () => {
    const params = { b: 1.5, a: true, c: null, 10: 'x', 9: 'y' };
    expect(cacheKey({ context: 'user', params, rev: 2, user: '7' }, unhashed)).toBe(
      'ctx:user:{"c":"user","p":{"10":"x","9":"y","a":"true","b":"1.5","c":"null"},"r":2,"u":"7"}',
    );
  });

  it('leaves nobody out, but not the user without a name', () => {
    const parts = { context: 'c', params: {}, rev: 0 };
    expect(cacheKey({ ...parts, user: null }, unhashed)).toBe('ctx:c:{"c":"c","p":{},"r":0}');
    expect(cacheKey(parts, unhashed)).toBe('ctx:c:{"c":"c","p":{},"r":0}');
    expect(cacheKey({ ...parts, user: '' }, unhashed)).toBe('ctx:c:{"c":"c","p":{},"r":0,"u":""}');
  });

  it('is a promise when the HMAC is', async () => {
    const key = cacheKey({ context: 'c', params: {}, rev: 0 }, (text) =>
      Promise.resolve(String(text.length)),
    );
    await expect(key).resolves.toBe('ctx:c:22');
  });
});

describe('toAsciiJson', () => {
  it('escapes everything outside of printable ASCII, surrogates apart', () => {
    expect(toAsciiJson({ a: 'é\u007f\n\u0001😀"\\/' })).toBe(
      String.raw`{"a":"\u00e9\u007f\n\u0001\ud83d\ude00\"\\/"}`,
    );
  });
});
