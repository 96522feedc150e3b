import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Random } from '../cache/model/random.js';
import { FaultyProxy } from '../cache/faulty-proxy.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';
import { ChatApp, type ChatGuest, type Seen } from './chat-app.js';
import { ChatModel } from './chat-model.js';
import { RedisControl } from './redis-control.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const rounds = process.env['SOAK'] === '1' ? 1500 : 25;
const found = hasRedis() || undefined;
const rooms = ['attic', 'cellar', 'roof'];

interface House {
  readonly app: ChatApp;
  readonly proxy: FaultyProxy;
  readonly guests: readonly ChatGuest[];
}

describe.skipIf(found === undefined)(
  titled(`whoever has joined, in two processes on one Redis (SEED=${seed})`, 'redis', found),
  () => {
    const random = new Random(seed);
    const model = new ChatModel();
    let redis: RunningService;
    let control: RedisControl;
    let houses: readonly House[];
    let said = 0;

    beforeAll(async () => {
      redis = await startRedis();
      control = await RedisControl.of(redis);
      houses = [await openHouse(), await openHouse()];
    }, 60_000);
    afterAll(async () => {
      control.thaw();
      for (const { app, proxy } of houses) {
        proxy.heal();
        await app.close();
        await proxy.close();
      }
      control.close();
      await redis.stop();
    });

    async function openHouse(): Promise<House> {
      const proxy = await FaultyProxy.start(redis.url);
      const app = await ChatApp.start({ url: proxy.url });
      const guests = await Promise.all(Array.from({ length: 4 }, () => app.enter()));
      return { app, proxy, guests };
    }

    const everybody = () => houses.flatMap(({ guests }) => guests);

    /** Somebody comes or goes; nobody waits for him. */
    function move(): Promise<void> {
      const guest = random.pick(everybody());
      const room = random.pick(rooms);
      if (model.isBusy(guest, room)) return Promise.resolve();
      return model.isIn(guest, room) ? model.leave(guest, room) : model.join(guest, room);
    }

    /** Something is said in a room, by somebody in it or by the house. */
    async function say(): Promise<void> {
      const at = random.below(houses.length);
      const house = houses[at];
      const room = random.pick(rooms);
      if (house === undefined) return;
      said += 1;
      const speaker = random.isOneIn(2) ? house.guests.find((guest) => model.isIn(guest, room)) : undefined;
      const text = `${at}.${speaker === undefined ? '' : house.guests.indexOf(speaker)} ${said}`;
      model.say(room, text);
      if (speaker === undefined) await house.app.push(room, text);
      else speaker.say(room, text);
    }

    /** Something of the way between the processes breaks. */
    async function disturb(): Promise<void> {
      const { proxy } = random.pick(houses);
      const kind = random.below(20);
      if (kind < 8) proxy.cut();
      else if (kind < 13) await control.ask('CLIENT', 'KILL', 'TYPE', random.pick(['pubsub', 'normal']));
      else if (kind < 16) await control.ask('CLIENT', 'PAUSE', String(random.below(700)), 'ALL');
      else if (kind < 18) proxy.delay(random.below(100));
      else if (kind < 19) proxy.silence();
      else control.freeze();
    }

    async function act(): Promise<void> {
      if (random.isOneIn(3)) await move();
      else await say();
    }

    async function playRound(): Promise<void> {
      const acts: Promise<void>[] = [];
      const isDisturbed = random.isOneIn(3);
      const count = 5 + random.below(40);
      const disturbedAt = random.below(count);
      for (let at = 0; at < count; at += 1) {
        if (isDisturbed && at === disturbedAt) await disturb();
        acts.push(act());
        if (random.isOneIn(3)) await new Promise((resolve) => setImmediate(resolve));
        if (random.isOneIn(50)) await new Promise((resolve) => setTimeout(resolve, random.below(300)));
      }
      control.thaw();
      for (const { proxy } of houses) proxy.heal();
      await Promise.all(acts);
      await settle();
    }

    /** What is on its way has arrived: the houses hear each other again, and every guest what was sent to him. */
    async function settle(): Promise<void> {
      const isHeard = houses.map(() => false);
      while (isHeard.includes(false)) {
        await Promise.all(
          houses.map(async ({ app }, at) => {
            const probe = `probe ${at} ${Math.random()}`;
            const others = houses.filter((house) => house.app !== app).flatMap(({ guests }) => guests);
            const since = new Map(others.map((guest) => [guest, guest.seen.items.length]));
            await app.push('settled', probe);
            const isProbe = (seen: Seen) => seen.kind === 'line' && seen.text === probe;
            // Whoever does not get it is told so.
            const hear = others.map((guest) =>
              guest.seen.until((seen) => isProbe(seen) || seen.kind === 'gap', since.get(guest)),
            );
            await Promise.all(hear);
            isHeard[at] = others.every((guest) => guest.seen.items.slice(since.get(guest)).some(isProbe));
          }),
        );
      }
      await Promise.all(everybody().map((guest) => guest.settle()));
    }

    it(
      'gets each message at most once, and misses none without being told of a gap',
      { timeout: 60_000 + rounds * 2000 },
      async () => {
        for (const guest of everybody()) await guest.join('settled');
        for (let round = 0; round < rounds; round += 1) {
          model.begin(everybody());
          await playRound();
          // Gaps that follow closely are told together, up to a second later.
          await expect.poll(() => model.findSilentLosses(), { timeout: 5000 }).toEqual([]);
          expect(model.findWrongs()).toEqual([]);
        }
        expect(model.counts.due).toBeGreaterThan(rounds * 10);
        expect(model.counts.received).toBeGreaterThan(model.counts.due / 2);
        expect(model.counts.lost).toBeGreaterThan(rounds / 10);
      },
    );
  },
);
