import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Gate } from '../../test-support/cached-app.js';
import { Change } from './change.js';
import { GuardedStore, memoryStore } from './store/index.js';

const scopes = ['ticket;ticket_id=7'];
const second = 1000;

describe('a change', () => {
  let store: ReturnType<typeof memoryStore>;
  let change: Change;

  const versionOf = async (scope = 'ticket;ticket_id=7') => (await store.scopes.readVersions([scope]))[0];

  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
    });
    store = memoryStore();
    change = new Change(new GuardedStore(store), scopes);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('marks its scopes until its end, which gives them new versions', async () => {
    const before = await versionOf();
    await change.begin();
    expect(await versionOf()).toBeUndefined();
    await change.end([]);
    expect(await versionOf()).toBeTypeOf('string');
    expect(await versionOf()).not.toBe(before);
  });

  it('extends its mark for as long as it takes', async () => {
    await change.begin();
    await vi.advanceTimersByTimeAsync(3600 * second);
    expect(await versionOf()).toBeUndefined();
    await change.end([]);
    expect(await versionOf()).toBeTypeOf('string');
    await vi.advanceTimersByTimeAsync(60 * second);
    expect(await versionOf()).toBeTypeOf('string');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves its mark for 30 seconds when its process dies, and then an entry of before is not valid', async () => {
    const before = await versionOf();
    await change.begin();
    // A process that has died extends nothing any more.
    vi.clearAllTimers();
    await vi.advanceTimersByTimeAsync(29 * second);
    expect(await versionOf()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(2 * second);
    expect(await versionOf()).toBeTypeOf('string');
    expect(await versionOf()).not.toBe(before);
  });

  it('renews what turned out to be stale as well', async () => {
    const before = await versionOf('board');
    await change.begin();
    await change.end(['board']);
    expect(await versionOf('board')).not.toBe(before);
  });

  it('that is given up is marked while its method runs, and until the mark ends', async () => {
    await change.begin();
    const method = new Gate();
    await change.abandon(method.opened, ['board']);
    await vi.advanceTimersByTimeAsync(120 * second);
    expect(await versionOf()).toBeUndefined();
    expect(await versionOf('board')).toBeUndefined();
    method.open();
    await vi.advanceTimersByTimeAsync(29 * second);
    expect(await versionOf()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(2 * second);
    expect(await versionOf()).toBeTypeOf('string');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is given up and never ends is marked for five minutes and no longer', async () => {
    await change.begin();
    await change.abandon(new Gate().opened, []);
    await vi.advanceTimersByTimeAsync(300 * second);
    expect(await versionOf()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(31 * second);
    expect(await versionOf()).toBeTypeOf('string');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of nothing does nothing', async () => {
    const nothing = new Change(new GuardedStore(store), []);
    await nothing.begin();
    await nothing.abandon(Promise.resolve(), []);
    await nothing.end([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
