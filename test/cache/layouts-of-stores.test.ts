import { randomUUID } from 'node:crypto';
import { createClient } from '@keyv/redis';
import { redisStore } from '@mizan/nestjs/redis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { CacheStore } from '../../libs/nestjs/src/cache/store/index.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';

const found = hasRedis() || undefined;
const minute = 60_000;
const whole = 'list';
const byProject = 'list;project_id=1';
const byPage = 'list;page=2;project_id=1';

describe.skipIf(found === undefined)(titled('stores of two layouts on one Redis', 'redis', found), () => {
  let redis: RunningService;
  let admin: ReturnType<typeof createClient>;
  let prefix: string;
  const opened: CacheStore[] = [];
  beforeAll(async () => {
    redis = await startRedis();
    admin = createClient({ url: redis.url });
    await admin.connect();
  });
  afterEach(async () => {
    await admin.configSet('maxmemory', '0');
    for (const store of opened.splice(0)) await store.close();
  });
  afterAll(async () => {
    admin.destroy();
    await redis.stop();
  });

  const openStore = async (layout: string, ttlMs = minute) => {
    const store = redisStore({ url: redis.url, prefix });
    await store.open({ layouts: new Map([['list', layout]]), longestTtlMs: ttlMs });
    opened.push(store);
    return store.scopes;
  };
  const openBoth = async () => {
    prefix = `${randomUUID()}:`;
    return { old: await openStore('old'), next: await openStore('next') };
  };

  it('end what the other has stored, by whatever they do, and keep the rest of the scopes', async () => {
    const { old, next } = await openBoth();
    const touches = [
      () => next.readVersions([whole]),
      () => next.readVersions([byProject]),
      () => next.mark([byProject], 'm', minute),
      () => next.renew([byProject], 'm'),
      () => next.renew([byProject]),
    ];
    for (const touch of touches) {
      const [before, kept] = await old.readVersions([whole, byPage]);
      await touch();
      const after = await old.readVersions([whole, byPage]);
      expect(after).toEqual([expect.any(String), kept]);
      expect(after[0]).not.toBe(before);
    }
  });

  it('keep what they have stored while only those of the same layout work', async () => {
    const { old } = await openBoth();
    const same = await openStore('old');
    const before = await old.readVersions([whole, byPage]);
    await same.readVersions([whole, byPage]);
    await same.mark([byProject], 'm', minute);
    await same.renew([byProject], 'm');
    expect(await old.readVersions([whole, byPage])).toEqual(before);
  });

  it('keep what they have stored in other contexts', async () => {
    const { old, next } = await openBoth();
    const before = await old.readVersions(['user', 'user;user_id=1']);
    await next.mark([whole], 'm', minute);
    expect(await next.readVersions(['user', 'user;user_id=1'])).toEqual(before);
  });

  it('leave the marks on a whole context, of both', async () => {
    const { old, next } = await openBoth();
    await old.mark([whole], 'of old', minute);
    expect(await next.readVersions([whole])).toEqual([undefined]);
    await next.mark([whole], 'of next', minute);
    await old.renew([whole], 'of old');
    expect(await next.readVersions([whole])).toEqual([undefined]);
    expect(await old.readVersions([whole])).toEqual([undefined]);
    await next.renew([whole], 'of next');
    expect(await old.readVersions([whole])).toEqual([expect.any(String)]);
  });

  it('end what was stored when the layout was lost', async () => {
    const { old } = await openBoth();
    const [before] = await old.readVersions([whole]);
    expect(await admin.del(`${prefix}layout:{list}`)).toBe(1);
    const [after] = await old.readVersions([whole]);
    expect(after).toBeTypeOf('string');
    expect(after).not.toBe(before);
  });

  it('end what the other has stored in a server that is full as well', async () => {
    const { old, next } = await openBoth();
    const [before] = await old.readVersions([whole]);
    await admin.configSet('maxmemory', '100000');
    await next.renew([byProject]);
    const [after] = await old.readVersions([whole]);
    expect(after).not.toBe(before);
    await admin.del(`${prefix}scope:{list}`);
    await next.renew([byProject]);
    expect(await admin.exists(`${prefix}layout:{list}`)).toBe(0);
    expect(await next.readVersions([whole, byProject])).toEqual([undefined, undefined]);
  });

  it('keep a version for a while after the longest entry, as long as it is read, and then no more', async () => {
    prefix = `${randomUUID()}:`;
    const scopes = await openStore('old', 10 * minute);
    const keys = [`${prefix}scope:{list}`, `${prefix}scope:{list};project_id=1`, `${prefix}layout:{list}`];
    const lives = () => Promise.all(keys.map((key) => admin.pTTL(key)));
    const versions = await scopes.readVersions([whole, byProject]);
    for (const life of await lives()) {
      expect(life).toBeGreaterThan(20 * minute);
      expect(life).toBeLessThan(22 * minute);
    }
    for (const key of keys) await admin.pExpire(key, 10 * minute);
    expect(await scopes.readVersions([whole, byProject])).toEqual(versions);
    for (const life of await lives()) expect(life).toBeGreaterThan(20 * minute);
  });

  it('extend no mark by reading', async () => {
    const { old } = await openBoth();
    await old.mark([whole], 'm', 1000);
    await old.readVersions([whole]);
    expect(await admin.pTTL(`${prefix}scope:{list}`)).toBeLessThanOrEqual(1000);
  });
});
