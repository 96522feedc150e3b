import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { FaultyProxy } from '../cache/faulty-proxy.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';
import { ChatApp, startWorker } from './chat-app.js';
import { RedisControl } from './redis-control.js';

const found = hasRedis() || undefined;

describe.skipIf(found === undefined)(titled('channels of two processes', 'redis', found), () => {
  let redis: RunningService;
  let a: ChatApp;
  let b: ChatApp;
  beforeEach(async () => {
    redis = await startRedis();
    [a, b] = [await ChatApp.start({ url: redis.url }), await ChatApp.start({ url: redis.url })];
  });
  afterEach(async () => {
    await Promise.all([a.close(), b.close()]);
    await redis.stop();
  });

  // Nest has one logger for all apps of a process: the one that was started last has it.
  const logged = () => [...a.logged, ...b.logged];
  const untilBack = () =>
    expect
      .poll(() => logged().filter((line) => line.includes('has Redis again')), { timeout: 15_000 })
      .toHaveLength(2);

  it('take what somebody says to everybody in the room, once, in each process', async () => {
    const [ada, bo, cy] = [await a.enter(), await a.enter(), await b.enter()];
    for (const guest of [ada, bo, cy]) await guest.join('hall');
    await cy.join('cellar');
    ada.say('hall', 'one');
    cy.say('hall', 'two');
    for (const guest of [ada, bo, cy]) {
      await guest.until('one');
      await guest.until('two');
      await guest.settle();
      expect([...guest.lines].sort()).toEqual(['hall: one', 'hall: two']);
      expect(guest.gaps).toBe(0);
    }
  });

  it('reach all places of a group, each under its own name', async () => {
    const [ada, bo] = [await a.enter(), await b.enter()];
    await ada.join('Hall');
    await bo.join('hall');
    ada.say('Hall', 'one');
    await bo.until('one');
    expect(bo.lines).toEqual(['hall: one']);
    expect(ada.lines).toEqual(['Hall: one']);
  });

  it('reach sockets also from a process that has none', async () => {
    const worker = await startWorker({ url: redis.url });
    const [ada, bo] = [await a.enter(), await b.enter()];
    await ada.join('hall');
    await bo.join('hall');
    await worker.push('hall', 'from the worker');
    await worker.close();
    await ada.until('from the worker');
    await bo.until('from the worker');
    expect([ada.gaps, bo.gaps]).toEqual([0, 0]);
  });

  it('miss nothing from the moment on that somebody is told of having joined', async () => {
    const bo = await b.enter();
    for (let at = 0; at < 100; at += 1) {
      await bo.join('hall');
      await a.push('hall', `line ${at}`);
      await bo.until(`line ${at}`);
      await bo.leave('hall');
    }
    expect(bo.lines).toHaveLength(100);
  });

  it('say nothing more to who has left', async () => {
    const [ada, bo] = [await a.enter(), await b.enter()];
    await ada.join('hall');
    await bo.join('hall');
    await bo.leave('hall');
    await a.push('hall', 'secret');
    await bo.join('cellar');
    await a.push('cellar', 'open');
    await bo.until('open');
    expect(bo.lines).toEqual(['cellar: open']);
  });

  it('stay with the sockets of a process that has lost Redis, and tell who listens of the gap', async () => {
    const [ada, bo, cy] = [await a.enter(), await b.enter(), await b.enter()];
    await ada.join('hall');
    await bo.join('hall');
    await redis.stop();
    ada.say('hall', 'to those who are near');
    await ada.until('to those who are near');
    await ada.join('cellar');
    redis = await startRedis({ port: Number(new URL(redis.url).port) });
    await Promise.all([ada.untilGap(), bo.untilGap()]);
    await untilBack();
    bo.say('hall', 'to all');
    await ada.until('to all');
    bo.say('cellar', 'not in there');
    await b.push('cellar', 'down here');
    await ada.until('down here');
    await cy.settle();
    expect(bo.lines).toEqual(['hall: to all']);
    expect(cy.gaps).toBe(0);
    expect(logged()).toHaveLength(4);
    expect(logged().join()).toMatch(/lost Redis.*lost Redis.*has Redis again.*has Redis again/s);
  });

  it('keep nobody waiting while Redis hangs', async () => {
    const control = await RedisControl.of(redis);
    const [ada, bo] = [await a.enter(), await b.enter()];
    await ada.join('hall');
    await bo.join('hall');
    control.freeze();
    const started = performance.now();
    await ada.join('cellar');
    ada.say('cellar', 'near');
    await ada.until('near');
    await ada.leave('cellar');
    await ada.settle();
    await bo.settle();
    expect(performance.now() - started).toBeLessThan(2000);
    await expect.poll(() => logged(), { timeout: 15_000 }).toHaveLength(2);
    control.thaw();
    await Promise.all([ada.untilGap(), bo.untilGap()]);
    await untilBack();
    bo.say('hall', 'to all');
    await ada.until('to all');
    control.close();
  });

  it('have who closes while it waits to join neither join nor leave', async () => {
    const control = await RedisControl.of(redis);
    control.freeze();
    const bo = await b.enter();
    bo.send({ action: 'subscribe', channel: 'chat', params: { room: 'hall' } });
    await bo.settle();
    await bo.close();
    const cy = await b.enter();
    await cy.join('cellar');
    await cy.leave('cellar');
    await b.diary.until(2);
    control.thaw();
    expect(b.diary.items).toEqual(['joins cellar', 'leaves cellar']);
    control.close();
  });

  it('are told of everybody who leaves with a process that closes, also in the others', async () => {
    const [ada, bo, cy] = [await a.enter(), await a.enter(), await b.enter()];
    for (const guest of [ada, bo, cy]) await guest.join('hall');
    await a.close();
    expect(await ada.closed()).toBe(1001);
    expect(a.diary.items.filter((line) => line === 'leaves hall')).toHaveLength(2);
    await cy.seen.until(() => cy.lines.length === 2);
    expect(cy.lines).toEqual(['hall: somebody has left', 'hall: somebody has left']);
    expect(cy.gaps).toBe(0);
    a = await ChatApp.start({ url: redis.url });
  });

  it('leave no more in Redis than what somebody listens to', async () => {
    const control = await RedisControl.of(redis);
    const before = await control.countChannels();
    const guests = await Promise.all(Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? a : b).enter()));
    await Promise.all(guests.map((guest, at) => guest.join(`room ${at % 5}`)));
    expect(await control.countChannels()).toBe(before + 5);
    await Promise.all(guests.map((guest) => guest.close()));
    await expect.poll(() => control.countChannels()).toBe(before);
    control.close();
  });

  it('reach others through a network that breaks again and again, or tell of a gap', async () => {
    const proxy = await FaultyProxy.start(redis.url);
    const c = await ChatApp.start({ url: proxy.url });
    const [ada, cy] = [await a.enter(), await c.enter()];
    await ada.join('hall');
    await cy.join('hall');
    for (let at = 0; at < 5; at += 1) {
      const gaps = ada.gaps;
      proxy.cut();
      cy.say('hall', `lost ${at}`);
      await cy.until(`lost ${at}`);
      proxy.heal();
      await ada.seen.until(() => ada.gaps > gaps);
    }
    expect(ada.lines).toEqual([]);
    cy.say('hall', 'found');
    await ada.until('found');
    await c.close();
    await proxy.close();
  });
});
