import { createClient } from '@keyv/redis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { NodeLink } from '../../libs/nestjs/src/realtime/redis/node-link.js';
import { copyOf } from '../../libs/nestjs/src/realtime/redis/own-client.js';
import { isNodeClient, type NodeClient } from '../../libs/nestjs/src/realtime/redis/redis-client.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';
import { Heard } from './heard.js';

const found = hasRedis() || undefined;

describe.skipIf(found === undefined)(titled('a connection of the relay', 'redis', found), () => {
  let redis: RunningService;
  let client: NodeClient;
  let link: NodeLink;
  let lost: Heard<string>;
  beforeEach(async () => {
    redis = await startRedis();
    const origin = createClient({ url: redis.url });
    if (!isNodeClient(origin)) throw new Error('it is a client');
    client = copyOf(origin);
    lost = new Heard();
    link = new NodeLink(client, false, ({ message }) => lost.add(message));
    await link.connect();
  });
  afterEach(async () => {
    link.close();
    await redis.stop();
  });

  /** A tick, and the answer to what it asked. */
  async function tick(): Promise<void> {
    link.tick();
    await link.ask('PING');
  }

  it('is given up when Redis knows of other subscriptions than were made', async () => {
    await link.subscribe('one', () => {});
    await link.subscribe('two', () => {});
    await tick();
    await link.unsubscribe('one');
    await tick();
    expect(lost.items).toEqual([]);
    // Behind its back.
    await client.unsubscribe('two');
    await tick();
    expect(lost.items).toEqual(['it knows of 0 subscriptions where there are 1']);
  });

  it('is not, when what is there counts otherwise from the beginning', async () => {
    await client.subscribe('from a proxy', () => {});
    await link.subscribe('one', () => {});
    for (let at = 0; at < 5; at += 1) await tick();
    expect(lost.items).toEqual([]);
  });

  it('is not, while commands are on their way', async () => {
    for (let round = 0; round < 50; round += 1) {
      const rooms = [`${round} a`, `${round} b`];
      for (const room of rooms) void link.subscribe(room, () => {});
      link.tick();
      if (round % 3 === 0) void link.unsubscribe(`${round} a`);
      await link.ask('PING');
    }
    await tick();
    expect(lost.items).toEqual([]);
  });

  it('is given up when Redis ends it', async () => {
    await redis.stop();
    await lost.until(1);
  });
});
