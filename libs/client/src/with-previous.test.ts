import { expect, it } from 'vitest';
import { createMizan } from './create-mizan.js';
import { tick, useManualTime } from './fixture/clock.js';
import { ticketBundle, ticketContext } from './fixture/desk-refs.js';
import { ManualTransport, nth } from './fixture/manual-transport.js';
import { idleStore } from './idle-store.js';
import { MizanError } from './mizan-error.js';
import { withPrevious } from './with-previous.js';

useManualTime();

const old = ticketBundle(7, 'old');

function ticketEight() {
  const transport = new ManualTransport();
  const mizan = createMizan({ transport });
  const store = mizan.context(ticketContext, { ticket_id: 8 });
  return { mizan, store, reads: transport.reads, view: withPrevious(store, old) };
}

it('shows the old data as refreshing until the first answer', async () => {
  const { view, reads } = ticketEight();
  const held = { data: old, status: 'refreshing', error: undefined };
  expect(view.getState()).toEqual(held);
  view.subscribe(() => undefined);
  expect(view.getState()).toEqual(held);
  expect(view.getState()).toBe(view.getState());
  expect(view.suspend()).toBe(old);
  nth(reads, 0).answer(ticketBundle(8, 'new'));
  await tick();
  expect(view.getState()).toEqual({ data: ticketBundle(8, 'new'), status: 'ready', error: undefined });
});

it('shows no old data beside a failure, nor while it reads again after it', async () => {
  const { view, reads } = ticketEight();
  view.subscribe(() => undefined);
  nth(reads, 0).fail(new MizanError('NOT_FOUND', 'No', 404));
  await tick();
  expect(view.getState()).toMatchObject({ data: undefined, status: 'error' });
  view.refetch().catch(() => undefined);
  expect(view.getState()).toMatchObject({ data: undefined, status: 'loading' });
});

it.each(['mounted', 'not mounted'])('shows no old data after a reset, %s', async (mounted) => {
  const { view, mizan } = ticketEight();
  if (mounted === 'mounted') view.subscribe(() => undefined);
  mizan.reset();
  expect(view.getState()).toMatchObject({ data: undefined, status: 'loading' });
});

it('shows what is known of the new params rather than old data', async () => {
  const { store, reads } = ticketEight();
  store.subscribe(() => undefined);
  nth(reads, 0).answer(ticketBundle(8, 'known'));
  await tick();
  expect(withPrevious(store, old).getState().data).toEqual(ticketBundle(8, 'known'));
});

it('is idle, and asks for nothing, while a param is unknown', async () => {
  const idle = idleStore();
  expect(idle.getState()).toEqual({ data: undefined, status: 'idle', error: undefined });
  expect(withPrevious(idle, old)).toBe(idle);
  await expect(idle.refetch()).rejects.toMatchObject({ code: 'SKIPPED' });
});
