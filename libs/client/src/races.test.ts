import { expect, it } from 'vitest';
import { createMizan } from './create-mizan.js';
import { tick, useManualTime } from './fixture/clock.js';
import { closeTicket, renameTicket, ticketBundle, ticketContext } from './fixture/desk-refs.js';
import { ManualTransport, nth } from './fixture/manual-transport.js';

useManualTime();

function desk() {
  const transport = new ManualTransport();
  const mizan = createMizan({ transport });
  const ticket = (id: number) => mizan.context(ticketContext, { ticket_id: id });
  const titleOf = (id: number) => ticket(id).getState().data?.ticket.title;
  return { transport, mizan, ticket, titleOf };
}

async function mountedTicket() {
  const parts = desk();
  const leave = parts.ticket(7).subscribe(() => undefined);
  nth(parts.transport.reads, 0).answer(ticketBundle(7, 'first'));
  await tick();
  return { ...parts, leave };
}

it('never shows an answer asked for before an invalidation, if it comes before the newer one', async () => {
  const { transport, mizan, ticket, titleOf } = await mountedTicket();
  void ticket(7).refetch();
  mizan.invalidate('ticket');
  nth(transport.reads, 1).answer(ticketBundle(7, 'stale'));
  await tick();
  expect(titleOf(7)).toBe('first');
  expect(ticket(7).getState().status).toBe('refreshing');
  nth(transport.reads, 2).answer(ticketBundle(7, 'fresh'));
  await tick();
  expect(titleOf(7)).toBe('fresh');
  expect(transport.reads).toHaveLength(3);
});

it('never shows an answer asked for before an invalidation, if it comes after the newer one', async () => {
  const { transport, mizan, ticket, titleOf } = await mountedTicket();
  void ticket(7).refetch();
  mizan.invalidate('ticket');
  await tick();
  expect(nth(transport.reads, 1).signal?.aborted).toBe(true);
  nth(transport.reads, 2).answer(ticketBundle(7, 'fresh'));
  await tick();
  nth(transport.reads, 1).answer(ticketBundle(7, 'stale'));
  await tick();
  expect(titleOf(7)).toBe('fresh');
  expect(ticket(7).getState().status).toBe('ready');
});

it('does not show the failure of a request that an invalidation replaced', async () => {
  const { transport, mizan, ticket } = await mountedTicket();
  void ticket(7).refetch();
  mizan.invalidate('ticket');
  await tick();
  nth(transport.reads, 1).fail(new TypeError('aborted'));
  await tick();
  expect(ticket(7).getState().status).toBe('refreshing');
});

it('gives one who awaits a read the newer answer when an invalidation comes in between', async () => {
  const { transport, mizan } = desk();
  const fetched = mizan.fetch(ticketContext, { ticket_id: 7 });
  mizan.invalidate('ticket');
  nth(transport.reads, 0).answer(ticketBundle(7, 'stale'));
  await tick();
  nth(transport.reads, 1).answer(ticketBundle(7, 'fresh'));
  expect((await fetched).ticket.title).toBe('fresh');
});

it('shares the first read when it is unmounted and mounted again within a tick', async () => {
  const { transport, ticket, titleOf } = desk();
  const leave = ticket(7).subscribe(() => undefined);
  leave();
  ticket(7).subscribe(() => undefined);
  await tick();
  expect(nth(transport.reads, 0).signal?.aborted).toBe(false);
  nth(transport.reads, 0).answer(ticketBundle(7, 'only'));
  await tick();
  expect(titleOf(7)).toBe('only');
  expect(transport.reads).toHaveLength(1);
});

it('ignores the aborted read of an earlier mount, whenever it is answered', async () => {
  const { transport, ticket, titleOf } = desk();
  ticket(7).subscribe(() => undefined)();
  await tick();
  ticket(7).subscribe(() => undefined);
  nth(transport.reads, 0).answer(ticketBundle(7, 'stale'));
  await tick();
  expect(titleOf(7)).toBeUndefined();
  nth(transport.reads, 1).answer(ticketBundle(7, 'fresh'));
  await tick();
  expect(titleOf(7)).toBe('fresh');
});

it('keeps a mounted ticket unread within a tick of leaving and coming back', async () => {
  const { transport, ticket, leave } = await mountedTicket();
  leave();
  ticket(7).subscribe(() => undefined);
  await tick();
  expect(transport.reads).toHaveLength(1);
});

it('reads only the last of params that change quickly, and aborts the others', async () => {
  const { transport, ticket, titleOf } = desk();
  ticket(1).subscribe(() => undefined)();
  ticket(2).subscribe(() => undefined)();
  ticket(3).subscribe(() => undefined);
  await tick();
  expect(transport.reads.map(({ signal }) => signal?.aborted)).toEqual([true, true, false]);
  for (const { request, answer } of transport.reads.toReversed()) {
    answer(ticketBundle(Number(request.params['ticket_id']), 'answer'));
  }
  await tick();
  expect([1, 2, 3].map(titleOf)).toEqual([undefined, undefined, 'answer']);
});

it.each([
  [0, 1],
  [1, 0],
])(
  'ends with the data read after both of two crossing mutations, answered in the order %i, %i',
  async (one, other) => {
    const { transport, mizan, titleOf, ticket } = await mountedTicket();
    const calls = [mizan.call(closeTicket, { ticket_id: 7 }), mizan.call(closeTicket, { ticket_id: 7 })];
    nth(transport.calls, one).answer({ result: { ok: true }, invalidate: ['ticket'] });
    await tick();
    expect(transport.reads).toHaveLength(2);
    nth(transport.calls, other).answer({ result: { ok: true }, invalidate: ['ticket'] });
    await Promise.all(calls);
    nth(transport.reads, 1).answer(ticketBundle(7, 'between'));
    await tick();
    expect(titleOf(7)).toBe('first');
    nth(transport.reads, 2).answer(ticketBundle(7, 'after both'));
    await tick();
    expect(titleOf(7)).toBe('after both');
    expect(ticket(7).getState().status).toBe('ready');
    expect(transport.reads).toHaveLength(3);
  },
);

const renamed = (title: string) => ({
  result: { id: 7, title },
  merge: [{ context: 'ticket', slot: 'ticket', value: { id: 7, title }, params: { ticket_id: 7 } }],
});

it('shows a merge during a refetch at once, and does not lose it to the older answer', async () => {
  const { transport, mizan, ticket, titleOf } = await mountedTicket();
  const call = mizan.call(renameTicket, { ticket_id: 7, title: 'renamed' });
  void ticket(7).refetch();
  nth(transport.calls, 0).answer(renamed('renamed'));
  await call;
  expect(titleOf(7)).toBe('renamed');
  nth(transport.reads, 1).answer(ticketBundle(7, 'first'));
  await tick();
  expect(titleOf(7)).toBe('renamed');
  nth(transport.reads, 2).answer(ticketBundle(7, 'renamed by another since'));
  await tick();
  expect(titleOf(7)).toBe('renamed by another since');
});

it('does not lose a merge to the answer of a refetch that began before the mutation', async () => {
  const { transport, mizan, ticket, titleOf } = await mountedTicket();
  void ticket(7).refetch();
  const call = mizan.call(renameTicket, { ticket_id: 7, title: 'renamed' });
  nth(transport.calls, 0).answer(renamed('renamed'));
  await call;
  nth(transport.reads, 1).answer(ticketBundle(7, 'first'));
  await tick();
  expect(titleOf(7)).toBe('renamed');
  expect(transport.reads).toHaveLength(3);
});

it('does not lose a merge during the first read', async () => {
  const { transport, mizan, ticket, titleOf } = desk();
  ticket(7).subscribe(() => undefined);
  const call = mizan.call(renameTicket, { ticket_id: 7, title: 'renamed' });
  nth(transport.calls, 0).answer(renamed('renamed'));
  await call;
  nth(transport.reads, 0).answer(ticketBundle(7, 'first'));
  await tick();
  expect(titleOf(7)).toBeUndefined();
  nth(transport.reads, 1).answer(ticketBundle(7, 'renamed'));
  await tick();
  expect(titleOf(7)).toBe('renamed');
});

it('asks the server which of two crossing merges came last', async () => {
  const { transport, mizan, titleOf } = await mountedTicket();
  const calls = ['one', 'two'].map((title) => mizan.call(renameTicket, { ticket_id: 7, title }));
  nth(transport.calls, 1).answer(renamed('two'));
  await tick();
  expect(titleOf(7)).toBe('two');
  expect(transport.reads).toHaveLength(1);
  nth(transport.calls, 0).answer(renamed('one'));
  await Promise.all(calls);
  await tick();
  expect(transport.reads).toHaveLength(2);
  nth(transport.reads, 1).answer(ticketBundle(7, 'two'));
  await tick();
  expect(titleOf(7)).toBe('two');
});

it('asks the server when data came between a mutation and its answer', async () => {
  const { transport, mizan, ticket, titleOf } = await mountedTicket();
  const call = mizan.call(renameTicket, { ticket_id: 7, title: 'mine' });
  void ticket(7).refetch();
  nth(transport.reads, 1).answer(ticketBundle(7, 'of another, after mine'));
  await tick();
  nth(transport.calls, 0).answer(renamed('mine'));
  await call;
  await tick();
  nth(transport.reads, 2).answer(ticketBundle(7, 'of another, after mine'));
  await tick();
  expect(titleOf(7)).toBe('of another, after mine');
});

it('does not merge into the data of one who signed in after the mutation was sent', async () => {
  const { transport, mizan, titleOf } = await mountedTicket();
  const call = mizan.call(renameTicket, { ticket_id: 7, title: 'of the one before' });
  mizan.reset();
  await tick();
  nth(transport.reads, 1).answer(ticketBundle(7, 'of the one after'));
  await tick();
  nth(transport.calls, 0).answer(renamed('of the one before'));
  await call;
  expect(titleOf(7)).toBe('of the one after');
  await tick();
  expect(transport.reads).toHaveLength(3);
});
