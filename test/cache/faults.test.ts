import { createClient } from '@keyv/redis';
import { redisStore } from '@mizan/nestjs/redis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { freePort, hasRedis, type RunningService, startRedis, titled } from '../services.js';
import { Desk, DeskNode } from './desk-node.js';
import { FaultyProxy } from './faulty-proxy.js';
import { until } from './store-contract.js';

const found = hasRedis() || undefined;
/** Four times what apps have by default: a starved machine is slow, and no fault of Redis. */
const budgetMs = 200;

describe.skipIf(found === undefined)(titled('an app whose cache is in Redis', 'redis', found), () => {
  let redis: RunningService;
  let proxy: FaultyProxy;
  let desk: Desk;
  let node: DeskNode;
  let nodes: DeskNode[];
  let ends: (() => Promise<unknown>)[];

  /** Ends what a test has started, last first. */
  const ending = <T>(thing: T, end: (started: T) => Promise<unknown>): T => {
    ends.push(() => end(thing));
    return thing;
  };
  const startNode = async (url: string): Promise<DeskNode> => {
    const started = await DeskNode.start(desk, { store: redisStore({ url }), budgetMs });
    nodes.push(started);
    return ending(started, () => started.close());
  };

  beforeEach(async () => {
    nodes = [];
    ends = [];
    redis = await startRedis();
    ends.push(() => redis.stop());
    proxy = ending(await FaultyProxy.start(redis.url), (started) => started.close());
    desk = new Desk();
    node = await startNode(proxy.url);
    desk.titles.set(7, 'first');
    await node.read(7);
    await until(async () => (await node.read(7)).cache === 'HIT');
  });
  afterEach(async () => {
    for (const end of ends.toReversed()) await end();
  });

  // Nest has one logger for all apps of a process: the one of the app that was made last.
  const logged = () => nodes.flatMap((each) => each.logged);
  const warnings = () => logged().filter(({ level }) => level === 'warn');
  const news = () => logged().filter(({ text }) => text.includes('works again'));
  /** Reads until it is answered from the cache, and holds every answer against the data. */
  const untilCached = (reader = node) =>
    until(async () => {
      const { title, cache } = await reader.read(7);
      expect(title).toBe(desk.titles.get(7));
      return cache === 'HIT';
    });

  /** 40 reads, one after the other; how long they took, in ms. */
  const readMany = async (): Promise<number> => {
    const startedAt = performance.now();
    for (let at = 0; at < 40; at += 1) {
      expect(await node.read(7)).toEqual({ title: desk.titles.get(7), cache: 'MISS' });
    }
    return performance.now() - startedAt;
  };

  it.each([
    ['is cut off', () => proxy.cut()],
    ['accepts and never answers', () => proxy.hang()],
    ['answers too late', () => proxy.delay(2 * budgetMs)],
    ['is silent for ever, on the connection that there is', () => proxy.silence()],
  ])('answers uncached while Redis %s, warns once, and caches again by itself', async (_, break_) => {
    break_();
    const took = await readMany();
    // One read pays the budget; 40 of them would take eight seconds if each did.
    expect(took).toBeLessThan(10 * budgetMs);
    expect(warnings()).toHaveLength(1);
    expect(news()).toHaveLength(0);

    proxy.heal();
    await untilCached();
    expect(warnings()).toHaveLength(1);
    expect(news()).toHaveLength(1);
  });

  it('pays the budget once for all that one read asks of a slow Redis', async () => {
    desk.titles.set(8, 'another');
    proxy.delay(budgetMs / 2.5);
    const startedAt = performance.now();
    await node.read(8);
    expect(performance.now() - startedAt).toBeLessThan(5 * budgetMs);
    proxy.heal();
    await untilCached();
  });

  it('serves uncached until a mutation of the time without Redis is recorded, and so tells the others', async () => {
    const other = await startNode(redis.url);
    expect(await other.read(7)).toEqual({ title: 'first', cache: 'HIT' });
    proxy.cut();
    await node.rename(7, 'second');
    await readMany();
    // What the docs say that others can see meanwhile.
    expect(await other.read(7)).toEqual({ title: 'first', cache: 'HIT' });

    proxy.heal();
    await untilCached();
    expect((await other.read(7)).title).toBe('second');
  });

  it('keeps the others from caching when Redis goes while a mutation runs, until its end is recorded', async () => {
    const other = await startNode(redis.url);
    desk.afterCommit = async () => proxy.cut();
    await node.rename(7, 'second');
    for (let at = 0; at < 5; at += 1) expect(await other.read(7)).toEqual({ title: 'second', cache: 'MISS' });

    proxy.heal();
    await untilCached();
    await untilCached(other);
  });

  it('marks what a mutation changes that began without Redis and still runs when it is back', async () => {
    const other = await startNode(redis.url);
    let commit: (() => void) | undefined;
    desk.beforeCommit = () => new Promise((resolve) => (commit = resolve));
    proxy.cut();
    const renamed = node.rename(7, 'second');
    await until(() => warnings().length > 0);
    proxy.heal();
    await until(() => news().length > 0);
    expect((await node.read(7)).cache).toBe('MISS');
    expect((await other.read(7)).cache).toBe('MISS');

    commit?.();
    await renamed;
    await untilCached();
    await untilCached(other);
  });

  it('starts without Redis, says why once, and caches when it comes', async () => {
    const port = await freePort();
    node = await startNode(`redis://127.0.0.1:${port}`);
    await readMany();
    expect(warnings()).toEqual([expect.objectContaining({ text: expect.stringContaining('ECONNREFUSED') })]);
    ending(await startRedis({ port }), (started) => started.stop());
    await untilCached();
    expect(news()).toHaveLength(1);
  });

  it('goes on when Redis was killed and comes back without its data', async () => {
    const port = Number(new URL(redis.url).port);
    await redis.stop();
    await node.rename(7, 'second');
    await readMany();
    ending(await startRedis({ port }), (started) => started.stop());
    await untilCached();
    expect(warnings()).toHaveLength(1);
  });

  it('reads anew when all data of Redis was flushed', async () => {
    const admin = createClient({ url: redis.url });
    await admin.connect();
    await admin.flushAll();
    admin.destroy();
    expect((await node.read(7)).cache).toBe('MISS');
    await untilCached();
    expect(warnings()).toHaveLength(0);
  });

  it('ends while Redis is silent, and warns when it could not tell of a mutation', async () => {
    proxy.hang();
    await node.rename(7, 'second');
    const startedAt = performance.now();
    await node.close();
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(warnings().at(-1)?.text).toContain('could not be told');
  });
});
