import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readFamily, type TokenPair } from './family.js';
import { memoryRotation } from './memory-rotation.js';
import { RefreshRotation } from './refresh-rotation.js';
import type { RotationStore } from './rotation-store.js';

const ttlMs = 604_800_000;

const pair = (sid: string): TokenPair => ({
  sid,
  id: '1',
  isStaff: false,
  isSuperuser: false,
  issuedAt: Math.floor(Date.now() / 1000),
});

const use = (sid: string, next: string) => ({ family: 'f', sid, next: pair(next) });

beforeEach(() => {
  Logger.overrideLogger(false);
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T12:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

const gone = () => Promise.reject(new Error('gone'));

async function begin(store: RotationStore = memoryRotation()) {
  const rotation = new RefreshRotation(store, ttlMs);
  await rotation.begin('f', pair('a'));
  const sidOf = async (sid: string, next: string) => (await rotation.rotate(use(sid, next)))?.sid;
  return { store, rotation, sidOf };
}

describe('a refresh token', () => {
  it('is replaced each time it is used', async () => {
    const { sidOf } = await begin();
    pass(290);
    expect(await sidOf('a', 'b')).toBe('b');
    pass(290);
    expect(await sidOf('b', 'c')).toBe('c');
  });

  it('answers as before when it is used again within 10 seconds', async () => {
    const { rotation } = await begin();
    const first = await rotation.rotate(use('a', 'b'));
    pass(10);
    expect(await rotation.rotate(use('a', 'x'))).toEqual(first);
    expect(first?.sid).toBe('b');
  });

  it('ends its family when it is used again later, whatever was obtained since', async () => {
    const { sidOf } = await begin();
    await sidOf('a', 'b');
    pass(10.001);
    expect(await sidOf('a', 'x')).toBeUndefined();
    expect(await sidOf('b', 'c')).toBeUndefined();
    expect(await sidOf('a', 'x')).toBeUndefined();
  });

  it('is not good for longer where another process, whose clock is ahead, has replaced it', async () => {
    const { sidOf } = await begin();
    pass(60);
    await sidOf('a', 'b');
    pass(-60);
    expect(await sidOf('a', 'c')).toBeUndefined();
  });

  it('ends its family when it was replaced several times since', async () => {
    const { sidOf } = await begin();
    for (const [sid, next] of [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'd'],
    ] as const) {
      await sidOf(sid, next);
      pass(290);
    }
    expect(await sidOf('b', 'x')).toBeUndefined();
    expect(await sidOf('d', 'e')).toBeUndefined();
  });

  it('answers with what replaced it then, also when that was replaced within these seconds', async () => {
    const { sidOf } = await begin();
    await sidOf('a', 'b');
    pass(3);
    await sidOf('b', 'c');
    pass(3);
    expect(await sidOf('a', 'x')).toBe('b');
    expect(await sidOf('b', 'x')).toBe('c');
    expect(await sidOf('c', 'd')).toBe('d');
  });

  it('of no family that is known is refused', async () => {
    const { rotation } = await begin();
    expect(await rotation.rotate({ ...use('a', 'b'), family: 'g' })).toBeUndefined();
  });

  it('is forgotten with its family when no token of it is valid any more', async () => {
    const { sidOf } = await begin();
    pass(ttlMs / 1000);
    expect(await sidOf('a', 'b')).toBeUndefined();
  });
});

describe('a family', () => {
  it('has one successor for each token, however many use it at once', async () => {
    const { sidOf } = await begin();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => sidOf('a', `b${index}`)));
    expect(new Set(answers).size).toBe(1);
    expect(await sidOf(String(answers[0]), 'c')).toBe('c');
  });

  it('does not grow with what its holders do', async () => {
    const { sidOf, store } = await begin();
    let sid = 'a';
    for (let index = 0; index < 100; index += 1) {
      await sidOf(sid, `n${index}`);
      sid = `n${index}`;
    }
    const { replaced, current } = readFamily((await store.read('f')) ?? '');
    expect(replaced).toHaveLength(8);
    expect(current.sid).toBe('n99');
  });

  it('is not begun twice', async () => {
    const { rotation } = await begin();
    await expect(rotation.begin('f', pair('b'))).rejects.toThrow('begun already');
  });
});

describe('a store that fails', () => {
  const broken: RotationStore = { isShared: true, read: gone, swap: gone };
  const unavailable = expect.objectContaining({ code: 'SERVICE_UNAVAILABLE' });

  it('lets nobody in', async () => {
    const rotation = new RefreshRotation(broken, ttlMs);
    await expect(rotation.begin('f', pair('a'))).rejects.toEqual(unavailable);
    await expect(rotation.rotate(use('a', 'b'))).rejects.toEqual(unavailable);
  });

  it('has used no token up', async () => {
    const { store, sidOf } = await begin();
    const failing = new RefreshRotation({ ...store, swap: gone }, ttlMs);
    await expect(failing.rotate(use('a', 'b'))).rejects.toEqual(unavailable);
    pass(60);
    expect(await sidOf('a', 'b')).toBe('b');
  });

  it('lets nobody in with what is no family', async () => {
    const store = memoryRotation();
    await store.swap('f', { expected: undefined, next: '{"current":1}', subject: '1', ttlMs });
    await expect(new RefreshRotation(store, ttlMs).rotate(use('a', 'b'))).rejects.toEqual(unavailable);
  });

  it('lets nobody in when others are always faster', async () => {
    const { store } = await begin();
    const contended = new RefreshRotation({ ...store, swap: () => Promise.resolve(false) }, ttlMs);
    await expect(contended.rotate(use('a', 'b'))).rejects.toEqual(unavailable);
  });
});

describe('the memory store', () => {
  it('forgets those first that were refreshed longest ago', async () => {
    const store = memoryRotation({ maxFamilies: 2 });
    const rotation = new RefreshRotation(store, ttlMs);
    await rotation.begin('f', pair('a'));
    await rotation.begin('g', pair('a'));
    await rotation.rotate(use('a', 'b'));
    await rotation.begin('h', pair('a'));
    expect(await store.read('g')).toBeUndefined();
    expect(await rotation.rotate(use('b', 'c'))).toMatchObject({ sid: 'c' });
  });

  it('forgets of one person no more than his own, however often he obtains', async () => {
    const store = memoryRotation({ maxFamilies: 60 });
    const rotation = new RefreshRotation(store, ttlMs);
    await rotation.begin('f', { ...pair('a'), id: 'ada' });
    for (let count = 0; count < 200; count += 1)
      await rotation.begin(`s${count}`, { ...pair('a'), id: 'sam' });
    expect(await store.read('f')).toBeDefined();
    expect(await store.read('s149')).toBeUndefined();
    expect(await store.read('s150')).toBeDefined();
  });

  it('says once that others have to make room', async () => {
    const lines: unknown[] = [];
    Logger.overrideLogger({ log: () => {}, error: () => {}, warn: (line: unknown) => lines.push(line) });
    const rotation = new RefreshRotation(memoryRotation({ maxFamilies: 2 }), ttlMs);
    await rotation.begin('over', pair('a'));
    pass(ttlMs / 1000);
    for (const id of ['a', 'b']) await rotation.begin(`of ${id}`, { ...pair('a'), id });
    expect(lines).toEqual([]);
    for (const id of ['c', 'd']) await rotation.begin(`of ${id}`, { ...pair('a'), id });
    expect(lines).toEqual([expect.stringContaining('memoryRotation is full')]);
  });

  it('frees what is over', async () => {
    const store = memoryRotation();
    await store.swap('old', { expected: undefined, next: 'x', subject: '1', ttlMs: 1000 });
    pass(1);
    expect(await store.read('old')).toBeUndefined();
    expect(await store.swap('old', { expected: undefined, next: 'y', subject: '1', ttlMs: 1000 })).toBe(true);
    expect(await store.swap('old', { expected: 'x', next: 'z', subject: '1', ttlMs: 1000 })).toBe(false);
    expect(await store.read('old')).toBe('y');
  });
});
