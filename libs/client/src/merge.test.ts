import type { MergeEntry } from '@mizan/protocol';
import { expect, it } from 'vitest';
import { createMizan } from './create-mizan.js';
import { tick, useManualTime } from './fixture/clock.js';
import { renameTicket, ticketContext } from './fixture/desk-refs.js';
import { ManualTransport, nth } from './fixture/manual-transport.js';
import type { Bundle } from './transport.js';

useManualTime();

/** Mounts ticket 7 with these data, lets a mutation answer with a merge, and says what is shown then. */
async function mergeInto(data: Bundle, entry: Partial<MergeEntry>) {
  const transport = new ManualTransport();
  const mizan = createMizan({ transport });
  const store = mizan.context(ticketContext, { ticket_id: 7 });
  let changes = 0;
  store.subscribe(() => (changes += 1));
  nth(transport.reads, 0).answer(data);
  await tick();
  const before = changes;
  const call = mizan.call(renameTicket, { ticket_id: 7, title: 'x' });
  const merge = [{ context: 'ticket', slot: 'slot', value: null, ...entry }];
  nth(transport.calls, 0).answer({ result: entry.value, merge });
  await call;
  await tick();
  const state = store.getState();
  return {
    data: state.data as unknown,
    status: state.status,
    changes: changes - before,
    reads: transport.reads.length - 1,
  };
}

it.each<{ name: string; present: unknown; value: unknown; merged: unknown }>([
  {
    name: 'a struct in place',
    present: { id: 7, title: 'a' },
    value: { id: 7, title: 'b' },
    merged: { id: 7, title: 'b' },
  },
  { name: 'null in place of a struct', present: { id: 7 }, value: null, merged: null },
  { name: 'a whole list in place', present: [{ id: 1 }, { id: 2 }], value: [{ id: 9 }], merged: [{ id: 9 }] },
  {
    name: 'an element by its id',
    present: [
      { id: 1, state: 'open' },
      { id: 2, state: 'open' },
    ],
    value: { id: 1, state: 'closed' },
    merged: [
      { id: 1, state: 'closed' },
      { id: 2, state: 'open' },
    ],
  },
  {
    name: 'a new element at the end',
    present: [{ id: 1 }],
    value: { id: 2 },
    merged: [{ id: 1 }, { id: 2 }],
  },
  { name: 'the first element of all', present: [], value: { id: 2 }, merged: [{ id: 2 }] },
  {
    name: 'an element by the first field that ends in _id',
    present: [
      { title: 'a', order_id: 1, user_id: 5 },
      { title: 'a', order_id: 2, user_id: 5 },
    ],
    value: { title: 'b', order_id: 2, user_id: 5 },
    merged: [
      { title: 'a', order_id: 1, user_id: 5 },
      { title: 'b', order_id: 2, user_id: 5 },
    ],
  },
  {
    name: 'an element by a field that ends in id',
    present: [{ uuid: 'x', n: 1 }],
    value: { uuid: 'x', n: 2 },
    merged: [{ uuid: 'x', n: 2 }],
  },
  {
    name: 'an element by id before any other',
    present: [
      { user_id: 1, id: 8 },
      { user_id: 2, id: 9 },
    ],
    value: { user_id: 1, id: 9 },
    merged: [
      { user_id: 1, id: 8 },
      { user_id: 1, id: 9 },
    ],
  },
  {
    name: 'an element whose flag ends in id, by its number',
    present: [
      { paid: true, ticket_id: 1 },
      { paid: true, ticket_id: 2 },
    ],
    value: { paid: true, ticket_id: 2, more: 1 },
    merged: [
      { paid: true, ticket_id: 1 },
      { paid: true, ticket_id: 2, more: 1 },
    ],
  },
  {
    name: 'an element without identity at the end',
    present: [{ text: 'a' }],
    value: { text: 'a' },
    merged: [{ text: 'a' }, { text: 'a' }],
  },
])('puts $name, without reading anything', async ({ present, value, merged }) => {
  const result = await mergeInto({ slot: present, other: 1 }, { value, params: { ticket_id: 7 } });
  expect(result).toEqual({ data: { slot: merged, other: 1 }, status: 'ready', changes: 1, reads: 0 });
});

it('merges into all views of a context that the params match', async () => {
  expect(await mergeInto({ slot: { id: 1 } }, { value: { id: 2 } })).toMatchObject({
    data: { slot: { id: 2 } },
    reads: 0,
  });
});

it.each([
  { name: 'another context', entry: { context: 'list' } },
  { name: 'other params', entry: { params: { ticket_id: 8 } } },
])('leaves $name alone', async ({ entry }) => {
  const result = await mergeInto({ slot: { id: 1 } }, { value: { id: 2 }, ...entry });
  expect(result).toEqual({ data: { slot: { id: 1 } }, status: 'ready', changes: 0, reads: 0 });
});

it.each<{ name: string; data: Bundle; slot?: string }>([
  { name: 'null, which may stand for a list or an element', data: { slot: null } },
  { name: 'nothing', data: { other: 1 } },
  { name: 'what every object has', data: { other: 1 }, slot: 'constructor' },
])('reads again where the slot holds $name', async ({ data, slot = 'slot' }) => {
  expect(await mergeInto(data, { value: { id: 2 }, slot })).toMatchObject({
    data,
    status: 'refreshing',
    reads: 1,
  });
});

it('keeps elements and members that a merge does not touch', async () => {
  const [kept, other] = [{ id: 1 }, { id: 5 }];
  const { data } = await mergeInto({ slot: [kept, { id: 2 }], other }, { value: { id: 2, more: 1 } });
  const bundle = data as { slot: unknown[]; other: unknown };
  expect(bundle.slot[0]).toBe(kept);
  expect(bundle.other).toBe(other);
});

it('merges and invalidates from one reply', async () => {
  const transport = new ManualTransport();
  const mizan = createMizan({ transport });
  const store = mizan.context(ticketContext, { ticket_id: 7 });
  store.subscribe(() => undefined);
  nth(transport.reads, 0).answer({ ticket: { id: 7, title: 'a' }, comments: [] });
  await tick();
  const call = mizan.call(renameTicket, { ticket_id: 7, title: 'b' });
  const value = { id: 7, title: 'b' };
  nth(transport.calls, 0).answer({
    result: value,
    invalidate: ['ticket'],
    merge: [{ context: 'ticket', slot: 'ticket', value }],
  });
  await call;
  expect(store.getState()).toMatchObject({ data: { ticket: value }, status: 'refreshing' });
  await tick();
  expect(transport.reads).toHaveLength(2);
});
