import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { keySlot } from '../../libs/nestjs/src/realtime/redis/key-slot.js';
import { hasRedis, titled } from '../services.js';
import { ChatApp } from './chat-app.js';
import { RedisCluster } from './redis-cluster.js';
import { Relays, type TestRelay } from './relays.js';

const found = hasRedis() || undefined;
const rooms = Array.from({ length: 30 }, (_, at) => `room ${at}`);

describe.skipIf(found === undefined)(titled('a relay through a cluster', 'redis', found), () => {
  let cluster: RedisCluster;
  let clients: readonly Awaited<ReturnType<RedisCluster['connect']>>[];
  beforeAll(async () => {
    cluster = await RedisCluster.start();
    clients = [await cluster.connect(), await cluster.connect()];
  }, 60_000);
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await cluster.stop();
  });

  it('knows the slot of a key', async () => {
    for (const key of ['', 'a', '123456789', 'mizan:relay:1:é\u{1f600}', ...rooms])
      expect(keySlot(key)).toBe(await cluster.slotOf(key));
  });

  describe('of the relays', () => {
    let relays: Relays;
    let a: TestRelay;
    let b: TestRelay;
    beforeEach(async () => {
      relays = new Relays('');
      const [one, two] = clients;
      if (one === undefined || two === undefined) throw new Error('there are two clients');
      [a, b] = [await relays.open({ client: one }), await relays.open({ client: two })];
    });
    afterEach(() => relays.close());

    it('spreads topics over all nodes, and carries each text once', async () => {
      const heard = await Promise.all(rooms.map((room) => b.hear(room)));
      expect(await cluster.countBusyNodes()).toBe(3);
      for (const room of rooms) a.relay.publish(room, room);
      for (const [at, room] of rooms.entries()) expect(await heard[at]?.until(1)).toEqual([room]);
      for (const { end } of heard) end();
      await a.close();
      expect(b.gaps.items).toEqual([]);
      expect(heard.map(({ items }) => items.length)).toEqual(rooms.map(() => 1));
    });

    it('follows a slot that moves, with a gap, and misses nothing from then on', async () => {
      const heard = await Promise.all(rooms.map((room) => b.hear(room)));
      const [busy] = (await cluster.busySlots()).filter(({ at }) => at === 0);
      if (busy === undefined) throw new Error('no topic is at the first node');
      await cluster.moveSlot(busy.slot, busy.at);
      await b.gaps.until(1);
      // What the sender did not know yet is lost, and told.
      const arrive = async () => {
        for (const room of rooms) a.relay.publish(room, 'after');
        await Promise.race([
          Promise.all(heard.map((one) => one.until((text) => text === 'after'))),
          b.gaps.until(b.gaps.items.length + 1),
        ]);
        return heard.every(({ items }) => items.includes('after'));
      };
      while (!(await arrive()));
    });

    it('tells of a gap when the connection to one node breaks', async () => {
      const heard = await Promise.all(rooms.map((room) => b.hear(room)));
      await cluster.cutSubscribers(1);
      await b.gaps.until(1);
      for (const room of rooms) a.relay.publish(room, 'after');
      await Promise.all(heard.map((one) => one.until(1)));
    });
  });

  it('carries what is said in channels', async () => {
    const [one, two] = clients;
    if (one === undefined || two === undefined) throw new Error('there are two clients');
    const [a, b] = [await ChatApp.start({ client: one }), await ChatApp.start({ client: two })];
    const [ada, bo] = [await a.enter(), await b.enter()];
    for (const room of rooms) {
      await ada.join(room);
      await bo.join(room);
    }
    for (const room of rooms) ada.say(room, `in ${room}`);
    for (const room of rooms) await bo.until(`in ${room}`);
    await bo.settle();
    expect([...bo.lines].sort()).toEqual(rooms.map((room) => `${room}: in ${room}`).sort());
    expect([ada.gaps, bo.gaps]).toEqual([0, 0]);
    await Promise.all([a.close(), b.close()]);
  });
});
