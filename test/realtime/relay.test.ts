import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { nameChannels } from '../../libs/nestjs/src/realtime/redis/channel-names.js';
import { FaultyProxy } from '../cache/faulty-proxy.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';
import { RedisControl } from './redis-control.js';
import { Relays, type TestRelay } from './relays.js';

const found = hasRedis() || undefined;

describe.skipIf(found === undefined)(titled('a relay through Redis', 'redis', found), () => {
  let redis: RunningService;
  let control: RedisControl;
  let relays: Relays;
  beforeEach(async () => {
    redis = await startRedis({ args: ['--client-output-buffer-limit', 'pubsub', '256kb', '0', '0'] });
    control = await RedisControl.of(redis);
    relays = new Relays(redis.url);
  });
  afterEach(async () => {
    control.thaw();
    await relays.close();
    control.close();
    await redis.stop();
  });

  /** Until so many that had lost Redis can hear and speak again. */
  const untilBack = (count: number) =>
    expect
      .poll(() => relays.warned.filter((line) => line.includes('has Redis again')), { timeout: 15_000 })
      .toHaveLength(count);

  async function restartRedis(whileAway: () => void | Promise<void> = () => {}): Promise<void> {
    await redis.stop();
    await whileAway();
    redis = await startRedis({ port: Number(new URL(redis.url).port) });
  }

  describe('that has it', () => {
    it('carries texts to all who subscribe to their topic elsewhere, in order, and never back', async () => {
      const [a, b, c] = [await relays.open(), await relays.open(), await relays.open()];
      const heard = { a: await a.hear('room'), b: await b.hear('room'), c: await c.hear('other') };
      a.relay.publish('room', 'one');
      a.relay.publish('room', 'two \u{1f600} \0 {"three":3}');
      b.relay.publish('room', 'four');
      b.relay.publish('other', 'end');
      expect(await heard.b.until(2)).toEqual(['one', 'two \u{1f600} \0 {"three":3}']);
      expect(await heard.a.until(1)).toEqual(['four']);
      expect(await heard.c.until(1)).toEqual(['end']);
      expect(b.gaps.items).toEqual([]);
    });

    it('tells nobody of what is sent by another app, with another prefix', async () => {
      const [a, b] = [await relays.open({ url: redis.url, prefix: 'other:' }), await relays.open()];
      const heard = await b.hear('room');
      a.relay.publish('room', 'foreign');
      await flush(a, await relays.open({ url: redis.url, prefix: 'other:' }));
      await flush(await relays.open(), b);
      expect(heard.items).toEqual([]);
    });

    it('counts who subscribes to a topic, and leaves it in Redis with the last one', async () => {
      const [a, b] = [await relays.open(), await relays.open()];
      const before = await control.countChannels();
      const first = await b.hear('room');
      const second = await b.hear('room');
      expect(await control.countChannels()).toBe(before + 1);
      first.end();
      first.end();
      a.relay.publish('room', 'one');
      expect(await second.until(1)).toEqual(['one']);
      expect(first.items).toEqual([]);
      second.end();
      await until(async () => (await control.countChannels()) === before);
      a.relay.publish('room', 'two');
      await flush(a, b);
      expect(second.items).toEqual(['one']);
    });

    it('ends where it should when somebody comes and goes faster than Redis answers', async () => {
      const [a, b] = [await relays.open(), await relays.open()];
      const before = await control.countChannels();
      await control.ask('CLIENT', 'PAUSE', '200', 'ALL');
      const visits = Array.from({ length: 5 }, () => b.hear('room'));
      const [first, ...others] = await Promise.all(visits);
      for (const { end } of others) end();
      const again = b.hear('room');
      first?.end();
      const last = await again;
      a.relay.publish('room', 'one');
      expect(await last.until(1)).toEqual(['one']);
      await flush(a, b);
      expect(last.items).toEqual(['one']);
      last.end();
      await until(async () => (await control.countChannels()) === before);
    });

    it('has everybody who subscribes wait for Redis, not only the first', async () => {
      const b = await relays.open();
      await control.ask('CLIENT', 'PAUSE', '300', 'ALL');
      let areIn = 0;
      const visits = [b.hear('room'), b.hear('room')].map((visit) => visit.then(() => (areIn += 1)));
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(areIn).toBe(0);
      await Promise.all(visits);
    });

    it('lets nobody wait long for a Redis that is slow, and tells of a gap when the subscription stands', async () => {
      const [a, b] = [await relays.open(), await relays.open()];
      await control.ask('CLIENT', 'PAUSE', '1500', 'ALL');
      const started = performance.now();
      const heard = await b.hear('room');
      expect(performance.now() - started).toBeLessThan(1200);
      await b.gaps.until(1);
      a.relay.publish('room', 'one');
      expect(await heard.until(1)).toEqual(['one']);
      expect(relays.warned).toEqual([]);
    });

    it('hears nothing of an old connection of a sender once it has heard of a newer one', async () => {
      const [a, b] = [await relays.open(), await relays.open()];
      const heard = await b.hear('room');
      const sender = 'x'.repeat(16);
      for (const letter of [`${sender}.1:one`, `${sender}.2:two`, `${sender}.1:late`, `${sender}.2:three`])
        await control.ask('PUBLISH', nameChannels('mizan:')('room'), letter);
      await control.ask('PUBLISH', nameChannels('mizan:')('room'), 'no letter');
      await flush(a, b);
      expect(heard.items).toEqual(['one', 'two', 'three']);
    });

    it('says goodbye when it closes, and sends all that it was given before', async () => {
      const [a, b] = [await relays.open(), await relays.open()];
      const heard = await b.hear('room');
      for (let at = 0; at < 1000; at += 1) a.relay.publish('room', String(at));
      await a.close();
      expect(await heard.until(1000)).toHaveLength(1000);
      expect(b.gaps.items).toEqual([]);
      expect(relays.warned).toEqual([]);
    });

    it('has a listener that fails keep no other from being told', async () => {
      const [a, b] = [await relays.open(), await relays.open()];
      await b.relay.subscribe('room', () => {
        throw new Error('broken listener');
      });
      const heard = await b.hear('room');
      a.relay.publish('room', 'one');
      expect(await heard.until(1)).toEqual(['one']);
      expect(relays.warned).toEqual(['Error: broken listener']);
    });
  });

  describe('that loses it', () => {
    it('has its subscriptions back when Redis is back, and tells of a gap; it warns once', async () => {
      const [a, b] = [await relays.open(), await relays.open()];
      const heard = await b.hear('room');
      await restartRedis(() => {
        for (let at = 0; at < 100; at += 1) a.relay.publish('room', 'lost');
      });
      await Promise.all([a.gaps.until(1), b.gaps.until(1), untilBack(2)]);
      a.relay.publish('room', 'found');
      expect(await heard.until(1)).toEqual(['found']);
      expect(relays.warned.filter((line) => line.includes('lost Redis'))).toHaveLength(2);
      expect(relays.warned.filter((line) => line.includes('has Redis again'))).toHaveLength(2);
      expect(relays.warned).toHaveLength(4);
    });

    it('tells the others of what it could not send, as soon as it can speak again', async () => {
      const proxy = await FaultyProxy.start(redis.url);
      const [a, b] = [await relays.open({ url: proxy.url }), await relays.open()];
      const heard = await b.hear('room');
      proxy.cut();
      a.relay.publish('room', 'lost');
      await flush(await relays.open(), b);
      expect(b.gaps.items).toEqual([]);
      proxy.heal();
      await Promise.all([b.gaps.until(1), untilBack(1)]);
      a.relay.publish('room', 'found');
      expect(await heard.until(1)).toEqual(['found']);
      await a.close();
      await proxy.close();
    });

    it('lets somebody subscribe while Redis is away, and tells him of a gap when it is back', async () => {
      const [a, b] = [await relays.open(), await relays.open()];
      let late = await b.hear('room');
      await restartRedis(async () => {
        late.end();
        late = await b.hear('late');
      });
      await Promise.all([a.gaps.until(1), b.gaps.until(1), untilBack(2)]);
      a.relay.publish('room', 'gone');
      a.relay.publish('late', 'here');
      expect(await late.until(1)).toEqual(['here']);
    });

    it('opens without Redis, and has it later', async () => {
      await redis.stop();
      const started = performance.now();
      const a = await relays.open();
      const heard = await a.hear('room');
      expect(performance.now() - started).toBeLessThan(3000);
      redis = await startRedis({ port: Number(new URL(redis.url).port) });
      await a.gaps.until(1);
      (await relays.open()).relay.publish('room', 'one');
      expect(await heard.until(1)).toEqual(['one']);
    });

    it.each([
      ['that is killed', (url: string) => RedisControl.of({ url }).then((one) => killSubscribers(one))],
      [
        'whose buffer was full',
        // One message that is longer than what may wait for a subscriber.
        (url: string) => RedisControl.of({ url }).then((one) => sendToAll(one, 'x'.repeat(2 ** 20))),
      ],
    ])('has another connection in the place of one %s, and tells of a gap', async (_how, disturb) => {
      const [a, b] = [await relays.open(), await relays.open()];
      const heard = await b.hear('room');
      await disturb(redis.url);
      await Promise.all([a.gaps.until(1), b.gaps.until(1), untilBack(2)]);
      a.relay.publish('room', 'one');
      expect(await heard.until((text) => text === 'one')).toEqual(['one']);
    });

    it('closes at once while it tries', async () => {
      const a = await relays.open();
      await redis.stop();
      const started = performance.now();
      await a.close();
      expect(performance.now() - started).toBeLessThan(500);
      redis = await startRedis();
    });
  });

  describe('whose Redis hangs', () => {
    it('keeps nobody waiting, holds no more than so much, and tells of a gap when it goes on', async () => {
      const [a, b] = [await relays.open(), await relays.open()];
      const heard = await b.hear('room');
      control.freeze();
      const used = usedBytes();
      for (let at = 0; at < 200; at += 1) a.relay.publish('room', randomBytes(2 ** 19).toString('hex'));
      const started = performance.now();
      const late = await b.hear('late');
      expect(performance.now() - started).toBeLessThan(2000);
      expect(usedBytes() - used).toBeLessThan(100 * 2 ** 20);
      control.thaw();
      await b.gaps.until(1);
      await until(async () => (await control.countSubscribers()) === 2);
      await flush(a, b);
      a.relay.publish('late', 'one');
      expect(await late.until(1)).toEqual(['one']);
      expect(heard.items.length).toBeLessThan(64);
    });

    it('gives its connections up after some seconds', async () => {
      const [a, b] = [await relays.open(), await relays.open()];
      const heard = await b.hear('room');
      control.freeze();
      await expect.poll(() => relays.warned.length, { timeout: 15_000 }).toBe(2);
      a.relay.publish('room', 'lost');
      const late = await b.hear('late');
      control.thaw();
      await Promise.all([a.gaps.until(1), b.gaps.until(1), untilBack(2)]);
      a.relay.publish('room', 'found');
      a.relay.publish('late', 'found');
      expect(await heard.until(1)).toEqual(['found']);
      expect(await late.until(1)).toEqual(['found']);
    });

    it('closes soon all the same', async () => {
      const [a, b] = [await relays.open(), await relays.open()];
      control.freeze();
      a.relay.publish('room', 'unheard');
      const started = performance.now();
      await a.close();
      expect(performance.now() - started).toBeLessThan(1800);
      await expect.poll(() => relays.warned.length, { timeout: 15_000 }).toBe(1);
      const later = performance.now();
      await b.close();
      expect(performance.now() - later).toBeLessThan(500);
    });

    it('is noticed also when it is only the network that is silent', async () => {
      const proxy = await FaultyProxy.start(redis.url);
      const [a, b] = [await relays.open({ url: proxy.url }), await relays.open()];
      const heard = await a.hear('room');
      proxy.silence();
      b.relay.publish('room', 'lost');
      await expect.poll(() => relays.warned.length, { timeout: 15_000 }).toBe(1);
      proxy.heal();
      await Promise.all([a.gaps.until(1), untilBack(1)]);
      b.relay.publish('room', 'found');
      expect(await heard.until(1)).toEqual(['found']);
      await a.close();
      await proxy.close();
    });
  });
});

/** All that was sent before has arrived: topics of one sender keep their order. */
async function flush(from: TestRelay, to: TestRelay): Promise<void> {
  const heard = await to.hear('flush');
  from.relay.publish('flush', 'done');
  await heard.until(1);
  heard.end();
}

/** Waits until it is so; each look asks Redis anew. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What this process really holds. */
function usedBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function killSubscribers(control: RedisControl): Promise<void> {
  await control.ask('CLIENT', 'KILL', 'TYPE', 'pubsub');
  control.close();
}

async function sendToAll(control: RedisControl, text: string): Promise<void> {
  const channels = await control.ask('PUBSUB', 'CHANNELS');
  if (Array.isArray(channels))
    for (const channel of channels) await control.ask('PUBLISH', String(channel), text);
  control.close();
}
