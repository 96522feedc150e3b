import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';

import type { CacheStore, StoreUse } from '../../libs/nestjs/src/cache/store/index.js';

const scopes = ['ticket', 'ticket;ticket_id=7', 'user;user_id=1'];
const minute = 60_000;

/** What stores are opened for where nothing else is said. */
export const anyUse: StoreUse = { layouts: new Map(), longestTtlMs: minute };

/** Resolves when a condition holds; the test's own time limit ends it otherwise. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

function own(): readonly string[] {
  const run = randomUUID();
  return scopes.map((scope) => `${scope};run=${run}`);
}

/** What the cache relies on, whatever the store. Each test has scopes and keys of its own. */
export function describeStore(getStore: () => CacheStore): void {
  const read = (names: readonly string[]) => getStore().scopes.readVersions(names);

  it('makes a version for each scope that has none, and keeps it', async () => {
    const names = own();
    const versions = await read(names);
    expect(versions).toEqual(names.map(() => expect.stringMatching(/.{20,}/)));
    expect(await read(names)).toEqual(versions);
    expect(await read(names.toReversed())).toEqual(versions.toReversed());
  });

  it('makes one version for all who ask first at the same time', async () => {
    const names = own();
    const answers = await Promise.all(Array.from({ length: 20 }, () => read(names)));
    expect(new Set(answers.map(String)).size).toBe(1);
  });

  it('gives new versions to what is renewed, and only to that', async () => {
    const [a, b, c] = own() as [string, string, string];
    const [, before, kept] = await read([a, b, c]);
    await getStore().scopes.renew([a, b]);
    const [, after, same] = await read([a, b, c]);
    expect(after).toBeTypeOf('string');
    expect(after).not.toBe(before);
    expect(same).toBe(kept);
  });

  it('has no version for a scope while it is marked, and another one than before afterwards', async () => {
    const [a, b] = own() as [string, string];
    const [before, other] = await read([a, b]);
    await getStore().scopes.mark([a], 'm1', minute);
    expect(await read([a, b])).toEqual([undefined, other]);
    await getStore().scopes.renew([a], 'm1');
    const [after] = await read([a]);
    expect(after).toBeTypeOf('string');
    expect(after).not.toBe(before);
  });

  it('takes off the mark of the mutation that has ended, and no other', async () => {
    const [a] = own() as [string];
    const { mark, renew } = bind(getStore());
    await mark([a], 'm1', minute);
    await mark([a], 'm2', minute);
    await renew([a], 'm1');
    expect(await read([a])).toEqual([undefined]);
    await renew([a]);
    await renew([a], 'unknown');
    expect(await read([a])).toEqual([undefined]);
    await renew([a], 'm2');
    expect(await read([a])).toEqual([expect.any(String)]);
  });

  it('drops a mark when its time is over, with a version that is new', async () => {
    const [a] = own() as [string];
    const [before] = await read([a]);
    await getStore().scopes.mark([a], 'dead', 30);
    expect(await read([a])).toEqual([undefined]);
    await until(async () => (await read([a]))[0] !== undefined);
    expect(await read([a])).not.toEqual([before]);
  });

  it('drops only the mark whose time is over when there are several', async () => {
    const [a, b] = own() as [string, string];
    const { mark, renew } = bind(getStore());
    await mark([a, b], 'dead', 30);
    await mark([a], 'alive', minute);
    await until(async () => (await read([b]))[0] !== undefined);
    expect(await read([a])).toEqual([undefined]);
    await renew([a], 'alive');
    expect(await read([a])).toEqual([expect.any(String)]);
  });

  it('keeps the longer mark when a shorter one comes after it', async () => {
    const [a, b] = own() as [string, string];
    const { mark } = bind(getStore());
    await mark([a], 'long', minute);
    await mark([a, b], 'short', 30);
    await until(async () => (await read([b]))[0] !== undefined);
    expect(await read([a])).toEqual([undefined]);
  });

  it('extends a mark that is set again', async () => {
    const [a, b] = own() as [string, string];
    const { mark } = bind(getStore());
    await mark([a, b], 'm1', 30);
    await mark([a], 'm1', minute);
    await until(async () => (await read([b]))[0] !== undefined);
    expect(await read([a])).toEqual([undefined]);
  });

  it('takes any text for a scope and for a mark, however long and strange', async () => {
    const run = randomUUID();
    const names = [`c;q=${'x'.repeat(100_000)}${run}`, `c;q=${'x'.repeat(100_000)}${run}2`, `d{e}};q=${run}`];
    const before = await read(names);
    expect(new Set(before).size).toBeGreaterThan(1);
    await getStore().scopes.mark(names.slice(0, 1), ';a=1;b=2%!', minute);
    expect(await read(names)).toEqual([undefined, ...before.slice(1)]);
    await getStore().scopes.renew(names.slice(0, 1), ';a=1;b=2%!');
    expect(await read(names)).toEqual([expect.any(String), ...before.slice(1)]);
  });

  it('gives a lock to one holder until that one frees it', async () => {
    const lock = randomUUID();
    const { acquire, release } = bind(getStore());
    const taken = await Promise.all(['a', 'b', 'c'].map((holder) => acquire(lock, holder, minute)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    const holder = ['a', 'b', 'c'][taken.indexOf(true)] ?? '';
    await release(lock, 'someone else');
    expect(await acquire(lock, 'd', minute)).toBe(false);
    await release(lock, holder);
    expect(await acquire(lock, 'd', minute)).toBe(true);
  });

  it('lets a holder keep a lock by taking it again', async () => {
    const [lock, other] = [randomUUID(), randomUUID()];
    const { acquire, release } = bind(getStore());
    expect(await acquire(lock, 'a', 200)).toBe(true);
    expect(await acquire(lock, 'a', minute)).toBe(true);
    // Until the lock would have been free, too.
    expect(await acquire(other, 'a', 210)).toBe(true);
    await until(() => acquire(other, 'b', minute));
    expect(await acquire(lock, 'b', minute)).toBe(false);
    await release(lock, 'a');
    expect(await acquire(lock, 'b', minute)).toBe(true);
  });

  it('frees the lock of a holder that has died', async () => {
    const lock = randomUUID();
    const { acquire } = bind(getStore());
    expect(await acquire(lock, 'dead', 30)).toBe(true);
    expect(await acquire(lock, 'next', minute)).toBe(false);
    await until(() => acquire(lock, 'next', minute));
  });

  it('gives back an entry as it was, until its time is over', async () => {
    const { entries } = getStore();
    const [key, short] = [randomUUID(), randomUUID()];
    const entry = {
      params: { id: 7, tag: null, on: true, q: ':x' },
      versions: ['a', 'b'],
      text: '{"é":"\\u2028"}',
    };
    await entries.set(key, entry, minute);
    await entries.set(short, entry, 30);
    await until(async () => (await entries.get(short)) === undefined);
    expect(await entries.get(key)).toEqual(entry);
    expect(await entries.get(randomUUID())).toBeUndefined();
  });
}

function bind({ scopes: store }: CacheStore) {
  return {
    mark: store.mark.bind(store),
    renew: store.renew.bind(store),
    acquire: store.acquire.bind(store),
    release: store.release.bind(store),
  };
}
