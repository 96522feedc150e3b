import { Injectable } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { as, startCachedApp } from '../../test-support/cached-app.js';
import { adapters, type StartedApp, startApp } from '../../test-support/start-app.js';
import {
  Arg,
  type CacheStore,
  defineContext,
  InvalidationError,
  Invalidations,
  memoryStore,
  MizanCache,
  MizanClient,
} from '../index.js';

const TicketContext = defineContext('ticket');
const EmptyContext = defineContext('lobby');

@Injectable()
class Functions {
  runs = 0;

  @MizanClient({ context: TicketContext, output: 'integer' })
  ticket(
    @Arg('ticket_id', 'integer') _id: number,
    @Arg('page', 'integer', { default: 1 }) _page: number,
  ): number {
    return (this.runs += 1);
  }
  @MizanClient({ context: EmptyContext, output: 'integer' })
  lobby(): number {
    return (this.runs += 1);
  }
  @MizanClient({ affects: TicketContext, output: 'boolean' })
  turn(@Arg('page', 'integer') _page: number): boolean {
    return true;
  }
}

const apps: StartedApp[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});
const keep = <App extends StartedApp>(app: App): App => {
  apps.push(app);
  return app;
};

describe.each(adapters)('MizanCache.invalidate on %s', (adapter) => {
  const start = async () => keep(await startCachedApp({ providers: [Functions] }, { adapter }));
  const bundles = ['?ticket_id=7', '?ticket_id=7&page=2', '?ticket_id=8', '?ticket_id=8&page=2'];

  it.each([
    ['the bundles of one param, of everybody and whatever else they have', { ticket_id: 7 }, [0, 1]],
    ['the same by its text', { ticket_id: '7' }, [0, 1]],
    ['those that may have another one, be it by default', { page: 2 }, [0, 1, 2, 3]],
    ['those of two params', { ticket_id: 7, page: 2 }, [0, 1]],
    ['all', undefined, [0, 1, 2, 3]],
    ['nothing that is there', { ticket_id: 9 }, []],
  ])('makes stale %s', async (_what, params, stale) => {
    const app = await start();
    const readAll = async (who: string) =>
      Promise.all(bundles.map(async (query) => (await app.read('ticket', query, as(who))).cache));
    await readAll('ada');
    await readAll('sam');
    await app.app.get(MizanCache).invalidate(TicketContext, params);
    const expected = bundles.map((_, index) => (stale.includes(index) ? 'MISS' : 'HIT'));
    // Wider is safe; what must not be is a bundle that stays and should have gone.
    const kept = await readAll('ada');
    for (const index of stale) expect([index, kept[index]]).toEqual([index, 'MISS']);
    if (params === undefined || !('page' in params)) expect(kept).toEqual(expected);
    expect(await readAll('sam')).toEqual(kept);
    expect((await app.read('lobby', '', as('ada'))).cache).toBe('MISS');
    await app.app.get(MizanCache).invalidate('ticket');
    expect((await app.read('lobby', '', as('ada'))).cache).toBe('HIT');
  });

  it('tells who listens, with and without a cache', async () => {
    for (const app of [await start(), keep(await startApp({ providers: [Functions] }, { adapter }))]) {
      const told: unknown[] = [];
      app.app.get(Invalidations).subscribe((targets) => void told.push(...targets));
      const cache = app.app.get(MizanCache);
      await cache.invalidate(TicketContext, { ticket_id: 7 });
      await cache.invalidate('lobby', {});
      expect(told).toEqual([{ context: 'ticket', params: { ticket_id: 7 } }, 'lobby']);
    }
  });

  it.each([
    ['a context that is not there', 'tickets', {}, 'UNKNOWN_CONTEXT', /"tickets".*"lobby", "ticket"/],
    ['a param that it has not', TicketContext, { id: 7 }, 'UNKNOWN_PARAM', /"id".*"page", "ticket_id"/],
    ['a param of a context without any', EmptyContext, { id: 7 }, 'UNKNOWN_PARAM', /It has none\./],
    [
      'what no URL can say',
      TicketContext,
      { ticket_id: [7] as never },
      'WRONG_PARAM',
      /"ticket_id".*\[ 7 \]/,
    ],
    [
      'a param that is undefined',
      TicketContext,
      { ticket_id: undefined as never },
      'WRONG_PARAM',
      /leave it out/,
    ],
  ])('refuses %s', async (_what, context, params, code, message) => {
    const app = await start();
    const told: unknown[] = [];
    app.app.get(Invalidations).subscribe((targets) => void told.push(targets));
    const refused = app.app.get(MizanCache).invalidate(context, params);
    await expect(refused).rejects.toBeInstanceOf(InvalidationError);
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(told).toEqual([]);
  });
});

describe('MizanCache', () => {
  it('has counted nothing and knows of no context without the option `cache`', async () => {
    const cache = keep(await startApp({ providers: [Functions] })).app.get(MizanCache);
    expect(cache.counters).toEqual({ hits: 0, misses: 0, shared: 0, errors: 0 });
    expect(cache.contexts).toEqual([]);
  });

  it('counts hits, misses, and what fails in the store, and goes on without it', async () => {
    const broken: CacheStore = {
      ...memoryStore(),
      entries: {
        get: () => Promise.reject(new Error('no entries today')),
        set: () => Promise.reject(new Error('no entries today')),
      },
    };
    const app = keep(await startCachedApp({ providers: [Functions] }, { cache: { store: broken } }));
    for (let time = 0; time < 3; time += 1) {
      expect(await app.read('lobby', '', as('ada'))).toMatchObject({ status: 200, cache: 'MISS' });
    }
    expect(app.app.get(MizanCache).counters).toMatchObject({ hits: 0, misses: 3 });
    expect(app.app.get(MizanCache).counters.errors).toBeGreaterThan(0);
    expect(app.logged.filter(({ text }) => text.includes('no entries today'))).toHaveLength(1);
  });

  it('closes its store with the app', async () => {
    let closed = 0;
    const store: CacheStore = { ...memoryStore(), close: async () => void (closed += 1) };
    const app = await startCachedApp({ providers: [Functions] }, { cache: { store } });
    expect(closed).toBe(0);
    await app.close();
    expect(closed).toBe(1);
  });
});
