import { createCache } from 'cache-manager';
import { describe, expect, it } from 'vitest';

import { heldBytes } from '../../../test-support/held-bytes.js';
import { BoundedMap } from './bounded-map.js';
import { MemoryScopes } from './memory-scopes.js';
import { memoryStore } from './memory-store.js';

const entry = (text: string) => ({ params: { ticket_id: 7 }, versions: ['a'], text });

const longScope = (at: number) => `ticket;q=${at}${'x'.repeat(100_000)}`;

describe('memoryStore', () => {
  it('hands out the very object that was stored, so that a hit copies nothing', async () => {
    const { entries } = memoryStore();
    const stored = entry('{}');
    await entries.set('key', stored, 1000);
    expect(await entries.get('key')).toBe(stored);
  });

  it('holds at most maxEntries bundles, and drops the one that was not read for longest', async () => {
    const { entries } = memoryStore({ maxEntries: 2 });
    await entries.set('one', entry('1'), 1000);
    await entries.set('two', entry('2'), 1000);
    await entries.get('one');
    await entries.set('three', entry('3'), 1000);
    expect(await entries.get('two')).toBeUndefined();
    expect(await entries.get('one')).toEqual(entry('1'));
    expect(await entries.get('three')).toEqual(entry('3'));
  });

  it('keeps bundles in the cache that the app gives, with its own bounds', async () => {
    const cache = createCache();
    const { entries } = memoryStore({ entries: cache, maxEntries: 1 });
    await entries.set('one', entry('1'), 1000);
    await entries.set('two', entry('2'), 1000);
    expect(await cache.get('one')).toEqual(entry('1'));
    expect(await cache.get('two')).toEqual(entry('2'));
  });

  it('makes another version where one was dropped, so that nothing stored under the old one is valid', async () => {
    const { scopes } = memoryStore({ maxEntries: 1 });
    const [first] = await scopes.readVersions(['ticket']);
    await scopes.readVersions(Array.from({ length: 1000 }, (_, at) => `ticket;ticket_id=${at}`));
    const [second] = await scopes.readVersions(['ticket']);
    expect(second).toBeTypeOf('string');
    expect(second).not.toBe(first);
  });

  it('never drops a mark, however many scopes are read meanwhile', async () => {
    const { scopes } = memoryStore({ maxEntries: 1 });
    await scopes.mark(['ticket'], 'mutation', 60_000);
    await scopes.readVersions(Array.from({ length: 2000 }, (_, at) => `ticket;ticket_id=${at}`));
    expect(await scopes.readVersions(['ticket'])).toEqual([undefined]);
  });

  it('never makes the version of another process, whose entries may lie in the same cache', async () => {
    const [here, there] = [memoryStore(), memoryStore()];
    expect(await here.scopes.readVersions(['ticket'])).not.toEqual(
      await there.scopes.readVersions(['ticket']),
    );
  });

  it.each([
    [{ maxEntries: 0 }, 'cache.maxEntries'],
    [{ maxEntries: 8_000_001 }, 'cache.maxEntries'],
    [{ maxEntries: Infinity }, 'cache.maxEntries'],
    [{ maxBytes: Number.NaN }, 'cache.maxBytes'],
  ])('refuses the bounds %o at boot', (options, where) => {
    expect(() => memoryStore(options)).toThrow(
      expect.objectContaining({ code: 'MIZAN_BOOT', problems: [expect.objectContaining({ where })] }),
    );
  });
});

describe('MemoryScopes', () => {
  it('does not keep marks that nobody takes off for longer than their time', async () => {
    const scopes = new MemoryScopes(1000);
    for (let at = 0; at < 5000; at += 1) await scopes.mark([`ticket;ticket_id=${at}`], 'abandoned', 0);
    expect(scopes.markedScopes).toBeLessThan(1100);
    const many = Array.from({ length: 5000 }, (_, at) => `user;user_id=${at}`);
    await scopes.mark(many, 'alive', 60_000);
    expect(new Set(await scopes.readVersions(many))).toEqual(new Set([undefined]));
  });
});

describe('MemoryScopes, asked for long ones', () => {
  it('holds little of them, be they read or marked', async () => {
    const scopes = new MemoryScopes(10_000);
    const before = heldBytes();
    for (let at = 0; at < 400; at += 1) {
      await scopes.readVersions([longScope(at)]);
      await scopes.mark([longScope(-at)], 'm', 60_000);
    }
    expect(heldBytes() - before).toBeLessThan(8_000_000);
    expect(await scopes.readVersions([longScope(-1)])).toEqual([undefined]);
  });

  it('tells them apart', async () => {
    const scopes = new MemoryScopes(10_000);
    const [one, other] = await scopes.readVersions([longScope(1), longScope(2)]);
    expect(one).not.toBe(other);
    await scopes.renew([longScope(1)]);
    const [renewed, same] = await scopes.readVersions([longScope(1), longScope(2)]);
    expect(renewed).not.toBe(one);
    expect(same).toBe(other);
  });
});

describe('BoundedMap', () => {
  it('holds at most maxBytes, whatever it is asked to hold', () => {
    const map = new BoundedMap({ maxEntries: 1000, maxBytes: 10_000 });
    for (let at = 0; at < 100; at += 1) map.set(`key ${at}`, { value: { text: 'x'.repeat(1000) } });
    const held = Array.from({ length: 100 }, (_, at) => at).filter(
      (at) => map.get(`key ${at}`) !== undefined,
    );
    expect(held).toEqual([96, 97, 98, 99]);
  });

  it('does not hold what alone is too large, and keeps the rest', () => {
    const map = new BoundedMap({ maxEntries: 1000, maxBytes: 10_000 });
    map.set('small', 'x');
    expect(map.set('large', 'x'.repeat(5000))).toBe(false);
    expect(map.get('large')).toBeUndefined();
    expect(map.get('small')).toBe('x');
  });

  it('holds as much as ever after values were replaced and deleted', () => {
    const map = new BoundedMap({ maxEntries: 1000, maxBytes: 1000 });
    for (let at = 0; at < 1000; at += 1) map.set('same', 'x'.repeat(400));
    map.delete('same');
    map.set('other', 'x'.repeat(400));
    expect(map.get('other')).toBeDefined();
    map.clear();
    expect(map.get('other')).toBeUndefined();
  });
});
