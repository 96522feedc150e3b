import { expect, it, vi } from 'vitest';
import { createMizan } from './create-mizan.js';
import { createMutation } from './create-mutation.js';
import { closeTicket } from './fixture/desk-refs.js';
import { ManualTransport, nth } from './fixture/manual-transport.js';
import { MizanError } from './mizan-error.js';

function mutation() {
  const transport = new ManualTransport();
  const close = createMutation(createMizan({ transport }), closeTicket);
  return { close, calls: transport.calls };
}

const ok = { result: { ok: true } };
const refused = new MizanError('FORBIDDEN', 'Not yours', 403);
const idle = { isPending: false, error: undefined };
const pending = { isPending: true, error: undefined };

it('is pending from the call to its answer, and tells so', async () => {
  const { close, calls } = mutation();
  const listener = vi.fn();
  const leave = close.subscribe(listener);
  expect(close.getState()).toEqual(idle);
  const closing = close.mutate({ ticket_id: 7 });
  expect(close.getState()).toEqual(pending);
  nth(calls, 0).answer(ok);
  expect(await closing).toEqual({ ok: true });
  expect(close.getState()).toEqual(idle);
  expect(listener).toHaveBeenCalledTimes(2);
  leave();
  void close.mutate({ ticket_id: 7 });
  expect(listener).toHaveBeenCalledTimes(2);
});

it('throws a failure and shows it until the next call', async () => {
  const { close, calls } = mutation();
  const closing = close.mutate({ ticket_id: 7 });
  nth(calls, 0).fail(refused);
  await expect(closing).rejects.toBe(refused);
  expect(close.getState()).toEqual({ isPending: false, error: refused });
  void close.mutate({ ticket_id: 7 });
  expect(close.getState()).toEqual(pending);
});

it.each([
  [0, 1],
  [1, 0],
])('is pending until both of two crossing calls are answered, in the order %i, %i', async (one, other) => {
  const { close, calls } = mutation();
  const closing = [close.mutate({ ticket_id: 7 }), close.mutate({ ticket_id: 8 })];
  nth(calls, one).answer(ok);
  await closing[one];
  expect(close.getState()).toEqual(pending);
  nth(calls, other).answer(ok);
  await closing[other];
  expect(close.getState()).toEqual(idle);
});

it.each([
  [0, 1],
  [1, 0],
])('shows the failure of call %i although call %i succeeds', async (failing, succeeding) => {
  const { close, calls } = mutation();
  const closing = [close.mutate({ ticket_id: 7 }), close.mutate({ ticket_id: 8 })];
  nth(calls, failing).fail(refused);
  await expect(closing[failing]).rejects.toBe(refused);
  expect(close.getState()).toEqual({ isPending: true, error: refused });
  nth(calls, succeeding).answer(ok);
  await closing[succeeding];
  expect(close.getState()).toEqual({ isPending: false, error: refused });
});

it('forgets its error, and calls under way, when it is reset', async () => {
  const { close, calls } = mutation();
  const first = close.mutate({ ticket_id: 7 });
  close.reset();
  expect(close.getState()).toEqual(idle);
  const second = close.mutate({ ticket_id: 8 });
  nth(calls, 0).fail(refused);
  await expect(first).rejects.toBe(refused);
  expect(close.getState()).toEqual(pending);
  nth(calls, 1).fail(refused);
  await expect(second).rejects.toBe(refused);
  close.reset();
  expect(close.getState()).toEqual(idle);
});

it('leaves no rejection unhandled when nobody awaits the call', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  const { close, calls } = mutation();
  void close.mutate({ ticket_id: 7 });
  const shown = new Promise((resolve) => close.subscribe(() => resolve(undefined)));
  nth(calls, 0).fail(refused);
  await shown;
  // Node reports what is still unhandled after the microtasks of a turn.
  await new Promise(setImmediate);
  process.off('unhandledRejection', unhandled);
  expect(close.getState().error).toBe(refused);
  expect(unhandled).not.toHaveBeenCalled();
});
