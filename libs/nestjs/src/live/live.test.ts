import { Injectable } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { heard, ticket, told, watch, watching } from '../../test-support/live-frames.js';
import { openSocket, type TestSocket } from '../../test-support/open-socket.js';
import { adapters, startApp, type StartedApp, type StartOptions } from '../../test-support/start-app.js';
import {
  Arg,
  defineContext,
  functionOf,
  GlobalContext,
  Invalidations,
  mizanTesting,
  MizanCache,
  MizanClient,
  Typed,
} from '../index.js';

const TicketContext = defineContext('ticket');
const TicketsContext = defineContext('tickets');

class Ticket {
  @Typed() id!: number;
  @Typed() title!: string;
}

const tickets = new Map<number, string>();

@Injectable()
class Desk {
  @MizanClient({ context: TicketContext, output: Ticket })
  ticket(@Arg('ticket_id', 'integer') id: number): Ticket {
    return { id, title: tickets.get(id) ?? '' };
  }
  @MizanClient({ context: TicketsContext, output: ['integer'] })
  tickets(
    @Arg('state', 'string', { default: 'open' }) state: string,
    @Arg('limit', 'integer', { default: 10 }) limit: number,
  ): number[] {
    return state === 'open' ? [...tickets.keys()].slice(0, limit) : [];
  }
  @MizanClient({ context: GlobalContext, output: 'integer' })
  count(): number {
    return tickets.size;
  }
  @MizanClient({ affects: TicketContext, websocket: true, output: 'boolean' })
  rename(@Arg('ticket_id', 'integer') id: number, @Arg('title') title: string): boolean {
    tickets.set(id, title);
    return true;
  }
  @MizanClient({ affects: [TicketContext, TicketsContext, GlobalContext], output: 'boolean' })
  touchAll(): boolean {
    return true;
  }
  @MizanClient({ affects: functionOf(() => Desk, 'ticket'), output: 'boolean' })
  touch(@Arg('ticket_id', 'integer') _id: number): boolean {
    return true;
  }
  @MizanClient({ merge: TicketContext, output: Ticket })
  merge(@Arg('ticket_id', 'integer') id: number): Ticket {
    return { id, title: 'merged' };
  }
  @MizanClient({ affects: TicketsContext, output: 'boolean' })
  reopen(@Arg('state') _state: string): boolean {
    return true;
  }
  @MizanClient({ affects: TicketContext, output: 'boolean' })
  fail(@Arg('ticket_id', 'integer') _id: number): boolean {
    throw new Error('secret');
  }
}

let apps: StartedApp[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  tickets.clear();
});

async function start(options: StartOptions = {}): Promise<StartedApp> {
  const app = await startApp({ providers: [Desk] }, options);
  apps.push(app);
  return app;
}

const open = (app: StartedApp, headers = {}): Promise<TestSocket> => openSocket(`${app.origin}/ws`, headers);
describe.each(adapters)('a socket that watches, on %s', (adapter) => {
  it('is told of the entry that somebody else made stale, and of no other', async () => {
    const app = await start({ adapter });
    const socket = await open(app);
    expect(await socket.ask(watch(ticket(7), ticket(8)))).toEqual(watching(2));
    await app.call('rename', { ticket_id: 9, title: 'nine' });
    await app.call('rename', { ticket_id: 8, title: 'secret' });
    expect(await heard(socket)).toEqual([told(ticket(8))]);
  });

  it('is told of what is called over a socket, its own too, and from within the app', async () => {
    const app = await start({ adapter });
    const socket = await open(app);
    await socket.ask(watch(ticket(7)));
    const call = { action: 'rpc', id: 1, fn: 'rename', args: { ticket_id: 7, title: 'a' } };
    await (await open(app)).ask(call);
    expect(await heard(socket)).toEqual([told(ticket(7))]);
    await mizanTesting(app.app).call('rename', { ticket_id: 7, title: 'b' });
    expect(await heard(socket)).toEqual([told(ticket(7))]);
    const own = [await socket.ask(call), ...(await heard(socket))];
    expect(own).toEqual(expect.arrayContaining([told(ticket(7))]));
  });
});

const list = (params: object) => ({ context: 'tickets', params });
const target = (id: number) => ({ context: 'ticket', params: { ticket_id: id } });

const thirtyFrom = (id: number) => Array.from({ length: 30 }, (_, index) => ticket(id + index));

describe('what a socket is told', () => {
  it.each([
    ['a mutation of one function of the context', 'touch', { ticket_id: 7 }],
    ['a merge', 'merge', { ticket_id: 7 }],
    ['a mutation of all bundles', 'touch_all', {}],
  ])('comes from %s', async (_, fn, args) => {
    const app = await start();
    const socket = await open(app);
    await socket.ask(watch(ticket(7)));
    await app.call(fn, args);
    expect(await heard(socket)).toEqual([told(ticket(7))]);
  });

  it('comes from MizanCache.invalidate, with a cache and without', async () => {
    for (const cache of [undefined, { secret: 's'.repeat(32) }]) {
      const app = await start({ mizan: { ...(cache && { cache }) } });
      const socket = await open(app);
      await socket.ask(watch(ticket(7), ticket(8)));
      await app.app.get(MizanCache).invalidate(TicketContext, { ticket_id: 8 });
      expect(await heard(socket)).toEqual([told(ticket(8))]);
      await app.app.get(MizanCache).invalidate(TicketContext);
      expect(await heard(socket)).toEqual([told(ticket(7), ticket(8))]);
    }
  });

  it('is nothing of a mutation that failed, even if it changed something', async () => {
    const app = await start();
    const socket = await open(app);
    await socket.ask(watch(ticket(7)));
    expect((await app.call('fail', { ticket_id: 7 })).status).toBe(500);
    expect(await heard(socket)).toEqual([]);
  });

  it('is the entries as they were sent, and never an argument of the mutation', async () => {
    const app = await start();
    const socket = await open(app);
    const entries = [
      { context: 'ticket', params: { ticket_id: '7' } },
      { context: 'ticket', params: { more: 'x', ticket_id: 7.0 } },
      { context: 'global' },
      { context: 'global', params: null },
      { context: 'tickets', params: {} },
    ];
    expect(await socket.ask(watch(...entries))).toEqual(watching(5));
    await app.call('rename', { ticket_id: 7, title: 'a secret title' });
    expect(await heard(socket)).toEqual([told(...entries.slice(0, 2))]);
    await app.call('touch_all');
    expect(await heard(socket)).toEqual([told(...entries)]);
  });

  it('is what agrees with the target, where a param that either side leaves out agrees', async () => {
    const app = await start();
    const socket = await open(app);
    const entries = [
      list({}),
      list({ state: 'open' }),
      list({ state: 'closed', limit: 3 }),
      list({ limit: 3 }),
    ];
    await socket.ask(watch(...entries));
    await app.call('reopen', { state: 'closed' });
    expect(await heard(socket)).toEqual([
      told(list({}), list({ state: 'closed', limit: 3 }), list({ limit: 3 })),
    ]);
  });

  it('is told once for all changes of one turn', async () => {
    const app = await start();
    const socket = await open(app);
    await socket.ask(watch(ticket(7), ticket(8), { context: 'global' }));
    const cache = app.app.get(MizanCache);
    await Promise.all([
      cache.invalidate(TicketContext, { ticket_id: 8 }),
      cache.invalidate(TicketContext, { ticket_id: 7 }),
      cache.invalidate(TicketContext, { ticket_id: 8 }),
    ]);
    expect(await heard(socket)).toEqual([told(ticket(7), ticket(8))]);
  });

  it('names the change that a client gave its call, over HTTP and the socket', async () => {
    const app = await start();
    const [one, other] = [await open(app), await open(app)];
    for (const socket of [one, other]) await socket.ask(watch(ticket(7)));
    const send = (body: object) =>
      app.fetch('/api/mizan/call/', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ fn: 'rename', args: { ticket_id: 7, title: 'a' }, ...body }),
      });
    await send({ change: 'a-Change_1' });
    const named = { ...told(ticket(7)), change: 'a-Change_1' };
    expect(await heard(one)).toEqual([named]);
    expect(await heard(other)).toEqual([named]);
    for (const change of ['', 'with space', 'x'.repeat(37), 7, null, { a: 1 }, '"}']) {
      expect((await send({ change })).status).toBe(200);
      expect(await heard(one)).toEqual([told(ticket(7))]);
    }
    const args = { ticket_id: 7, title: 'b' };
    const reply = await one.ask({ action: 'rpc', id: 1, fn: 'rename', args, change: 'mine' });
    const rest = await heard(one);
    expect([reply, ...rest]).toEqual(expect.arrayContaining([{ ...told(ticket(7)), change: 'mine' }]));
  });

  it('is a frame for each change of a turn, since a client may know one of them', async () => {
    const app = await start();
    const socket = await open(app);
    await socket.ask(watch(ticket(7), ticket(8)));
    const invalidations = app.app.get(Invalidations);
    invalidations.publish([target(7)], { change: 'x', by: null });
    invalidations.publish([target(7), target(8)]);
    invalidations.publish([target(8)], { change: 'x', by: null });
    expect(await heard(socket)).toEqual([
      { ...told(ticket(7), ticket(8)), change: 'x' },
      told(ticket(7), ticket(8)),
    ]);
  });
});

describe('a watch frame', () => {
  it('replaces the set of the socket; an empty one ends it', async () => {
    const app = await start();
    const socket = await open(app);
    await socket.ask(watch(ticket(7), ticket(8)));
    expect(await socket.ask(watch(ticket(8), ticket(9)))).toEqual(watching(2));
    await app.call('touch_all');
    expect(await heard(socket)).toEqual([told(ticket(8), ticket(9))]);
    expect(await socket.ask(watch())).toEqual(watching(0));
    await app.call('touch_all');
    expect(await heard(socket)).toEqual([]);
  });

  it('names an entry twice for nothing', async () => {
    const socket = await open(await start());
    expect(await socket.ask(watch(ticket(7), ticket(7)))).toEqual(watching(1));
  });

  it('is refused entry by entry: unknown contexts, wrong params, too many', async () => {
    const app = await start({ mizan: { websocket: { maxWatches: 3 } } });
    const socket = await open(app);
    const nope = { context: 'nope', params: { a: 1 } };
    const entries = [ticket('x'), ticket(7), nope, ticket(8), { context: 'global' }];
    expect(await socket.ask(watch(...entries))).toEqual({
      id: 'w',
      ok: true,
      data: {
        watching: 1,
        refused: [
          { ...ticket('x'), error: expect.objectContaining({ code: 'VALIDATION_ERROR' }) },
          { ...nope, error: { code: 'NOT_FOUND', message: 'There is no context "nope"' } },
          {
            ...ticket(8),
            error: {
              code: 'TOO_MANY_REQUESTS',
              message: 'A socket may watch 3 entries, and few new ones at a time',
            },
          },
          {
            context: 'global',
            error: {
              code: 'TOO_MANY_REQUESTS',
              message: 'A socket may watch 3 entries, and few new ones at a time',
            },
          },
        ],
      },
    });
    await app.call('touch_all');
    expect(await heard(socket)).toEqual([told(ticket(7))]);
  });

  it('is refused when it names other entries again and again, since each has to be read', async () => {
    const app = await start({ mizan: { websocket: { maxFramesPerSecond: 20, maxWatches: 30 } } });
    const socket = await open(app);
    expect(await socket.ask(watch(...thirtyFrom(1)))).toEqual(watching(30));
    expect(await socket.ask(watch(...thirtyFrom(100)))).toEqual(watching(30));
    const { data } = (await socket.ask(watch(...thirtyFrom(200)))) as { data: { watching: number } };
    expect(data.watching).toBeLessThan(30);
    expect(data).toMatchObject({ refused: expect.arrayContaining([expect.anything()]) });
  });

  it.each([
    [{ contexts: [{ context: 'ticket', params: { ticket_id: [[]] } }] }],
    [{ contexts: undefined }],
    [{ contexts: {} }],
    [{ contexts: ['ticket'] }],
    [{ contexts: [{ context: '' }] }],
    [{ contexts: [{ context: 'ticket', params: [] }] }],
    [{ contexts: [null] }],
  ])('that is %j is BAD_REQUEST and leaves the set as it is', async (wrong) => {
    const app = await start();
    const socket = await open(app);
    await socket.ask(watch(ticket(7)));
    expect(await socket.ask({ ...watch(), ...wrong })).toMatchObject({
      id: 'w',
      ok: false,
      error: { code: 'BAD_REQUEST' },
    });
    await app.call('touch', { ticket_id: 7 });
    expect(await heard(socket)).toEqual([told(ticket(7))]);
  });

  it('keeps the socket from being idle as long as it watches', async () => {
    const app = await start({ mizan: { websocket: { idleTimeout: 0.1, pingInterval: 0.05 } } });
    const [idle, live, ended] = [await open(app), await open(app), await open(app)];
    await live.ask(watch(ticket(7)));
    await ended.ask(watch(ticket(7)));
    await ended.ask(watch());
    expect(await idle.closed()).toBe(4408);
    expect(await ended.closed()).toBe(4408);
    await app.call('touch', { ticket_id: 7 });
    expect(await heard(live)).toEqual([told(ticket(7))]);
  });
});

const long = (n: number) => ({ context: 'tickets', params: { state: `${n}${'x'.repeat(900)}` } });

describe('a slow reader', () => {
  it('is let go with 1013, and others are told', async () => {
    const app = await start({ mizan: { websocket: { maxWaitingBytes: 10_000 } } });
    const [slow, quick] = [await open(app), await open(app)];
    await slow.ask(watch(...Array.from({ length: 100 }, (_, n) => long(n))));
    await quick.ask(watch(ticket(7)));
    slow.raw.pause();
    const cache = app.app.get(MizanCache);
    let isClosed = false;
    void slow.closed().then(() => (isClosed = true));
    for (let round = 0; round < 500; round += 1) {
      await cache.invalidate(TicketsContext);
      await new Promise(setImmediate);
    }
    slow.raw.resume();
    expect(await slow.closed()).toBe(1013);
    expect(isClosed).toBe(true);
    await cache.invalidate(TicketContext);
    expect(await heard(quick)).toEqual([told(ticket(7))]);
  });
});
