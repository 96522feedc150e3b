import type { Target } from '@mizan/protocol';
import { describe, expect, it } from 'vitest';
import { createMizan } from './create-mizan.js';
import { tick, useManualTime } from './fixture/clock.js';
import {
  closeTicket,
  globalContext,
  listContext,
  signOut,
  ticketBundle,
  ticketContext,
} from './fixture/desk-refs.js';
import { ManualTransport, nth } from './fixture/manual-transport.js';
import { MizanError } from './mizan-error.js';

useManualTime();

/** Tickets 7 and 8, the list of team a, the list of all, and the global context: all mounted and answered. */
async function mountedDesk() {
  const transport = new ManualTransport();
  const mizan = createMizan({ transport });
  const stores = {
    seven: mizan.context(ticketContext, { ticket_id: 7 }),
    eight: mizan.context(ticketContext, { ticket_id: 8 }),
    teamList: mizan.context(listContext, { team: 'a' }),
    list: mizan.context(listContext),
    global: mizan.context(globalContext),
  };
  for (const store of Object.values(stores)) store.subscribe(() => undefined);
  for (const { request, answer } of transport.reads) answer({ [request.context]: { id: 1 } });
  await tick();
  const since = transport.reads.length;
  const readSince = () =>
    transport.reads.slice(since).map(({ request: { context, params } }) => ({ context, ...params }));
  return { transport, mizan, stores, readSince };
}

describe('what a mutation made stale', () => {
  it.each<{ name: string; targets: readonly Target[]; reads: readonly object[] }>([
    { name: 'nothing', targets: [], reads: [] },
    {
      name: 'a context by name, with all its params',
      targets: ['ticket'],
      reads: [
        { context: 'ticket', ticket_id: 7 },
        { context: 'ticket', ticket_id: 8 },
      ],
    },
    {
      name: 'the one with these params',
      targets: [{ context: 'ticket', params: { ticket_id: 7 } }],
      reads: [{ context: 'ticket', ticket_id: 7 }],
    },
    {
      name: 'params as text',
      targets: [{ context: 'ticket', params: { ticket_id: '8' } }],
      reads: [{ context: 'ticket', ticket_id: 8 }],
    },
    {
      name: 'params that nobody shows',
      targets: [{ context: 'ticket', params: { ticket_id: 9 } }],
      reads: [],
    },
    {
      name: 'a param that one context left out',
      targets: [{ context: 'list', params: { team: 'a' } }],
      reads: [{ context: 'list', team: 'a' }, { context: 'list' }],
    },
    {
      name: 'a param that none of its views gives',
      targets: [{ context: 'list', params: { team: 'b', page: 2 } }],
      reads: [{ context: 'list' }],
    },
    { name: 'empty params', targets: [{ context: 'global', params: {} }], reads: [{ context: 'global' }] },
    {
      name: 'one function of a context',
      targets: [{ context: 'ticket', function: 'ticket', params: { ticket_id: 7 } }],
      reads: [{ context: 'ticket', ticket_id: 7 }],
    },
    {
      name: 'a name from the prototype',
      targets: [{ context: 'global', params: { constructor: 1 } }],
      reads: [{ context: 'global' }],
    },
    { name: 'an unknown context', targets: ['toString', 'tick'], reads: [] },
    {
      name: 'the same twice',
      targets: ['global', { context: 'global' }, 'global'],
      reads: [{ context: 'global' }],
    },
  ])('is read again: $name', async ({ targets, reads }) => {
    const { mizan, transport, readSince } = await mountedDesk();
    const call = mizan.call(signOut);
    nth(transport.calls, 0).answer({ result: { ok: true }, invalidate: targets });
    await call;
    await tick();
    expect(readSince()).toEqual(reads);
  });

  it('is refreshing as soon as the call is answered', async () => {
    const { mizan, transport, stores } = await mountedDesk();
    const call = mizan.call(closeTicket, { ticket_id: 7 });
    nth(transport.calls, 0).answer({
      result: { ok: true },
      invalidate: [{ context: 'ticket', params: { ticket_id: 7 } }],
    });
    await call;
    expect(stores.seven.getState().status).toBe('refreshing');
    expect(stores.eight.getState().status).toBe('ready');
  });

  it('is nothing when the call failed', async () => {
    const { mizan, transport, readSince } = await mountedDesk();
    const call = mizan.call(closeTicket, { ticket_id: 7 });
    nth(transport.calls, 0).fail(new MizanError('FORBIDDEN', 'Not yours', 403));
    await expect(call).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await tick();
    expect(readSince()).toEqual([]);
  });

  it('is read once for all mutations of one tick', async () => {
    const { mizan, transport, readSince } = await mountedDesk();
    const calls = [1, 2, 3].map(() => mizan.call(closeTicket, { ticket_id: 7 }));
    for (const { answer } of transport.calls)
      answer({ result: { ok: true }, invalidate: ['ticket', 'global'] });
    await Promise.all(calls);
    mizan.invalidate('global');
    await tick();
    expect(readSince()).toEqual([
      { context: 'ticket', ticket_id: 7 },
      { context: 'ticket', ticket_id: 8 },
      { context: 'global' },
    ]);
  });

  it('is not read but forgotten where it is not mounted', async () => {
    const { mizan, transport, readSince } = await mountedDesk();
    const fetched = mizan.fetch(ticketContext, { ticket_id: 9 });
    nth(transport.reads, -1).answer(ticketBundle(9, 'Old'));
    await fetched;
    await tick();
    mizan.invalidate([{ context: 'ticket', params: { ticket_id: 9 } }]);
    await tick();
    expect(readSince()).toEqual([{ context: 'ticket', ticket_id: 9 }]);
    const store = mizan.context(ticketContext, { ticket_id: 9 });
    expect(store.getState().data).toBeUndefined();
    store.subscribe(() => undefined);
    expect(readSince()).toHaveLength(2);
  });
});
