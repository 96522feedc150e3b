import { expect, it, vi } from 'vitest';
import { createMizan } from './create-mizan.js';
import { tick, useManualTime } from './fixture/clock.js';
import { globalContext } from './fixture/desk-refs.js';
import { ManualTransport, nth } from './fixture/manual-transport.js';
import { MizanError } from './mizan-error.js';

useManualTime();

const data = { open_count: { result: 3 } };
const refused = new MizanError('FORBIDDEN', 'Not yours', 403);

function desk() {
  const transport = new ManualTransport();
  const mizan = createMizan({ transport });
  return { mizan, store: mizan.context(globalContext), reads: transport.reads };
}

it('gives the same promise of the data until it is there, and then the data', async () => {
  const { store, reads } = desk();
  const promise = store.suspend();
  expect(store.suspend()).toBe(promise);
  await tick();
  expect(store.suspend()).toBe(promise);
  nth(reads, 0).answer(data);
  expect(await promise).toEqual(data);
  expect(store.suspend()).toBe(store.getState().data);
  store.subscribe(() => undefined);
  await tick();
  expect(reads).toHaveLength(1);
});

it('tells no listener anything before the render that asks is over', async () => {
  const { store, reads } = desk();
  store.subscribe(() => undefined);
  nth(reads, 0).fail(refused);
  await vi.advanceTimersByTimeAsync(1500);
  const listener = vi.fn();
  store.subscribe(listener);
  listener.mockClear();
  void store.suspend();
  expect(listener).not.toHaveBeenCalled();
});

it('throws a failure for a second, and then tries again', async () => {
  const { store, reads } = desk();
  const failing = expect(store.suspend()).rejects.toBe(refused);
  await tick();
  nth(reads, 0).fail(refused);
  await failing;
  expect(() => store.suspend()).toThrow(refused);
  await vi.advanceTimersByTimeAsync(999);
  expect(() => store.suspend()).toThrow(refused);
  await vi.advanceTimersByTimeAsync(1);
  const promise = store.suspend();
  await tick();
  nth(reads, 1).answer(data);
  expect(await promise).toEqual(data);
});

it('keeps data rather than throw when a refresh failed', async () => {
  const { store, reads } = desk();
  store.subscribe(() => undefined);
  nth(reads, 0).answer(data);
  await tick();
  store.refetch().catch(() => undefined);
  nth(reads, 1).fail(refused);
  await tick();
  expect(store.getState().status).toBe('error');
  expect(store.suspend()).toEqual(data);
});

it('gives what waits to be rendered to whoever is signed in by then', async () => {
  const { mizan, store, reads } = desk();
  const promise = store.suspend();
  await tick();
  mizan.reset();
  await tick();
  nth(reads, 1).answer(data);
  expect(await promise).toEqual(data);
});
