import { createClient, createCluster } from '@keyv/redis';
import { redisStore } from '@mizan/nestjs/redis';
import { createCache } from 'cache-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type CacheStore, memoryStore } from '../../libs/nestjs/src/cache/store/index.js';
import { hasRedis, type RunningService, startRedis, titled } from '../services.js';
import { anyUse, describeStore, until } from './store-contract.js';

const found = hasRedis() || undefined;
const minute = 60_000;

interface OpenedStore {
  readonly store: CacheStore;
  /** Ends what the store does not end by itself. */
  end?(): Promise<void>;
}

describe('the store in memory', () => {
  const store = memoryStore();
  describeStore(() => store);
});

describeRedis('the store in Redis', async (url) => ({ store: redisStore({ url }) }));
describeRedis('the store in Redis with a memory tier', async (url) => ({
  store: redisStore({ url, memoryTier: { maxEntries: 10 } }),
}));
describeRedis("the store in Redis with bundles in the app's cache", async (url) => ({
  store: redisStore({ url, entries: createCache() }),
}));
describeRedis("the store in Redis by the app's client", openWithClient);
describeRedis('the store in a Redis Cluster', openCluster, ['--cluster-enabled', 'yes']);

describe.skipIf(found === undefined)(titled('redisStore', 'redis', found), () => {
  let redis: RunningService;
  let admin: ReturnType<typeof createClient>;
  beforeAll(async () => {
    redis = await startRedis();
    admin = createClient({ url: redis.url });
    await admin.connect();
  });
  afterAll(async () => {
    admin.destroy();
    await redis.stop();
  });

  const openStore = async (options = {}): Promise<CacheStore> => {
    const store = redisStore({ url: redis.url, ...options });
    await store.open(anyUse);
    return store;
  };

  it('has only keys below its prefix, none of them long, and all with an end', async () => {
    await admin.flushAll();
    const store = await openStore({ prefix: 'desk:' });
    const long = 'x'.repeat(10_000);
    await store.scopes.readVersions(['ticket', `ticket;q=${long}`]);
    await store.scopes.mark([`${long};q=1`], 'm', minute);
    await store.scopes.acquire(long, 'holder', minute);
    await store.entries.set(long, { text: '' }, minute);
    const keys = await admin.keys('*');
    expect(keys).toHaveLength(7);
    for (const key of keys) {
      expect(key).toMatch(/^desk:/);
      expect(key.length).toBeLessThan(300);
      expect(await admin.pTTL(key)).toBeGreaterThan(0);
    }
    await store.close();
  });

  it('goes on when the scripts of the server were flushed', async () => {
    const store = await openStore();
    const [before] = await store.scopes.readVersions(['ticket']);
    await admin.scriptFlush();
    await store.scopes.mark(['ticket'], 'm', minute);
    await admin.scriptFlush();
    await store.scopes.renew(['ticket'], 'm');
    const [after] = await store.scopes.readVersions(['ticket']);
    expect(after).not.toBe(before);
    await store.close();
  });

  it('has other versions than before when all data was flushed, so that no entry of before is valid', async () => {
    const store = await openStore();
    const before = await store.scopes.readVersions(['ticket', 'user']);
    await admin.flushAll();
    const after = await store.scopes.readVersions(['ticket', 'user']);
    expect(after).toHaveLength(2);
    for (const version of after) expect(before).not.toContain(version);
    await store.close();
  });

  it('looks in Redis when the copy in memory is outdated, so that one process computes for all', async () => {
    const [here, there] = [await openStore({ memoryTier: true }), await openStore({ memoryTier: true })];
    await here.entries.set('tier', 'old', minute);
    expect(await there.entries.get('tier')).toBe('old');
    await here.entries.set('tier', 'new', minute);
    expect(await there.entries.get('tier')).toBe('old');
    expect(await there.entries.get('tier', (entry) => entry === 'new')).toBe('new');
    expect(await there.entries.get('tier')).toBe('new');
    await Promise.all([here.close(), there.close()]);
  });

  it('keeps no copy in memory for longer than the entry', async () => {
    const [here, there] = [await openStore(), await openStore({ memoryTier: true })];
    await here.entries.set('short', 'text', 200);
    expect(await there.entries.get('short')).toBe('text');
    await until(async () => (await there.entries.get('short')) === undefined);
    await Promise.all([here.close(), there.close()]);
  });

  it('closes its own connection and not that of the app', async () => {
    const store = redisStore({ client: admin });
    await store.open(anyUse);
    await store.close();
    expect(await admin.ping()).toBe('PONG');
    const own = await openStore();
    await own.close();
    await expect(own.scopes.readVersions(['ticket'])).rejects.toThrow('closed');
  });

  it('opens no connection before it is opened', async () => {
    const count = async () => (await admin.clientList()).length;
    const before = await count();
    redisStore({ url: redis.url });
    await admin.ping();
    expect(await count()).toBe(before);
  });
});

describe('redisStore, given wrong options', () => {
  it.each([
    [{}, "neither 'url' nor 'client'"],
    [{ url: '' }, "'url' is empty"],
    [{ url: 'redis://a', client: createClient() }, "both 'url' and 'client'"],
    [{ url: 'http://localhost' }, "'url' cannot be used"],
  ])(
    'can be made and not opened, so that an app can be described without Redis: %#',
    async (options, problem) => {
      const store = redisStore(options);
      expect(store.problems).toMatchObject([
        { where: 'redisStore', problem: expect.stringContaining(problem) },
      ]);
      await expect(store.open(anyUse)).rejects.toMatchObject({
        code: 'MIZAN_BOOT',
        problems: store.problems,
      });
      await store.close();
    },
  );

  it('refuses bounds that mean nothing', () => {
    expect(() => redisStore({ url: 'redis://a', memoryTier: { maxEntries: -1 } })).toThrow(
      expect.objectContaining({
        code: 'MIZAN_BOOT',
        problems: [expect.objectContaining({ problem: expect.stringContaining('it is -1') })],
      }),
    );
  });
});

describe.skipIf(found === undefined)(titled('redisStore in a server that is full', 'redis', found), () => {
  it('gets new versions for those that were evicted, so that nothing old is valid', async () => {
    const { scopes, entries, limit, end } = await openLimited('allkeys-lru');
    const names = Array.from({ length: 500 }, (_, at) => `ticket;ticket_id=${at}`);
    const before = await scopes.readVersions(names);
    await limit(4_000_000);
    for (let at = 0; at < 500; at += 1) await entries.set(`fill ${at}`, 'x'.repeat(10_000), minute);
    const after = await scopes.readVersions(names);
    const changed = after.filter((version, at) => version !== before[at]);
    expect(changed.length).toBeGreaterThan(0);
    for (const version of changed) expect(before).not.toContain(version);
    await end();
  });

  it('renews versions all the same where nothing is evicted, and counts new scopes as marked', async () => {
    const { scopes, entries, limit, end } = await openLimited('noeviction');
    const [before] = await scopes.readVersions(['ticket']);
    await scopes.mark(['user'], 'm', minute);
    await scopes.mark(['user'], 'other', minute);
    await limit(100_000);
    await expect(scopes.mark(['ticket'], 'm', minute)).rejects.toThrow('OOM');
    await expect(entries.set('key', 'text', minute)).rejects.toThrow('OOM');
    expect(await scopes.readVersions(['board', 'ticket'])).toEqual([undefined, before]);
    await scopes.renew(['ticket', 'user'], 'm');
    expect(await scopes.readVersions(['ticket', 'user'])).toEqual([undefined, undefined]);
    await limit(0);
    const [after, user] = await scopes.readVersions(['ticket', 'user']);
    expect(after).not.toBe(before);
    expect(user).toBeUndefined();
    await end();
  });
});

/** A store in a server that can be told how much it may hold. */
async function openLimited(policy: string) {
  const redis = await startRedis({ args: ['--maxmemory-policy', policy] });
  const store = redisStore({ url: redis.url });
  await store.open(anyUse);
  const admin = createClient({ url: redis.url });
  await admin.connect();
  const end = async (): Promise<void> => {
    admin.destroy();
    await store.close();
    await redis.stop();
  };
  return { ...store, limit: (bytes: number) => admin.configSet('maxmemory', String(bytes)), end };
}

/** The contract, and a server of its own for a store. */
function describeRedis(
  title: string,
  openStore: (url: string) => Promise<OpenedStore>,
  args: readonly string[] = [],
): void {
  describe.skipIf(found === undefined)(titled(title, 'redis', found), () => {
    let redis: RunningService;
    let opened: OpenedStore;
    beforeAll(async () => {
      redis = await startRedis({ args });
      opened = await openStore(redis.url);
      await opened.store.open(anyUse);
    });
    afterAll(async () => {
      await opened.store.close();
      await opened.end?.();
      await redis.stop();
    });
    describeStore(() => opened.store);
  });
}

async function openWithClient(url: string): Promise<OpenedStore> {
  const client = createClient({ url });
  await client.connect();
  return { store: redisStore({ client }), end: () => client.close() };
}

/** A cluster of one server, which refuses scripts over several slots as every cluster does. */
async function openCluster(url: string): Promise<OpenedStore> {
  const admin = createClient({ url });
  await admin.connect();
  await admin.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', '0', '16383']);
  await until(async () => (await admin.clusterInfo()).includes('cluster_state:ok'));
  admin.destroy();
  const client = createCluster({ rootNodes: [{ url }] });
  await client.connect();
  return {
    store: redisStore({ client }),
    end: async () => {
      await client.close();
    },
  };
}
