import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { hasRedis, type RunningService, startRedis, titled } from '../services.js';
import { Relays } from './relays.js';

describe.skipIf(!hasRedis())(titled('a relay', 'redis', hasRedis() || undefined), () => {
  let redis: RunningService;
  let relays: Relays;
  beforeEach(async () => {
    redis = await startRedis();
    relays = new Relays(redis.url);
  });
  afterEach(async () => {
    await relays.close();
    await redis.stop();
  });

  it('carries texts to the other processes that subscribe to their topic, and never back', async () => {
    const [a, b, c] = [await relays.open(), await relays.open(), await relays.open()];
    const heard = { a: await a.hear('room'), b: await b.hear('room'), c: await c.hear('other') };
    a.relay.publish('room', 'one');
    a.relay.publish('room', 'two');
    b.relay.publish('room', 'three');
    b.relay.publish('other', 'end');
    expect(await heard.b.until(2)).toEqual(['one', 'two']);
    expect(await heard.a.until(1)).toEqual(['three']);
    expect(await heard.c.until(1)).toEqual(['end']);
  });
});
