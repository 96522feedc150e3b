import { describe, expect, it } from 'vitest';

import { RecencyMap } from './recency-map.js';

const filled = (...keys: readonly string[]) => {
  const map = new RecencyMap<string>();
  for (const key of keys) map.set(key, key);
  return map;
};

const dropAll = (map: RecencyMap<string>) => Array.from({ length: map.size }, () => map.dropOldest());

describe('RecencyMap', () => {
  it('drops what was put in first, as long as nothing is read', () => {
    expect(dropAll(filled('a', 'b', 'c'))).toEqual(['a', 'b', 'c']);
  });

  it('drops what was not read before what was, which stays for one more round', () => {
    const map = filled('a', 'b', 'c');
    map.get('a');
    map.set('b', 'B');
    expect(dropAll(map)).toEqual(['c', 'a', 'B']);
    expect(map.dropOldest()).toBeUndefined();
  });

  it('drops something when everything was read', () => {
    const map = filled('a', 'b');
    map.get('b');
    map.get('a');
    expect(map.dropOldest()).toBe('a');
    expect(map.get('b')).toBe('b');
  });

  it('goes on where it was, over whatever is deleted, put in and cleared meanwhile', () => {
    const map = filled('a', 'b', 'c');
    expect(map.dropOldest()).toBe('a');
    expect(map.delete('b')).toBe('b');
    map.set('a', 'again');
    expect([map.dropOldest(), map.dropOldest(), map.dropOldest()]).toEqual(['c', 'again', undefined]);
    map.set('d', 'd');
    expect(map.dropOldest()).toBe('d');
    map.set('e', 'e');
    map.clear();
    map.set('f', 'f');
    expect([map.size, map.dropOldest(), map.size]).toEqual([1, 'f', 0]);
  });

  it('keeps one key that is always read, whatever comes and goes', () => {
    const map = filled('kept');
    for (let at = 0; at < 10_000; at += 1) {
      map.set(`key ${at}`, 'x');
      map.get('kept');
      if (map.size > 100) map.dropOldest();
    }
    expect(map.get('kept')).toBe('kept');
    expect(map.size).toBe(100);
  });
});
