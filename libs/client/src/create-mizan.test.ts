import { describe, expect, it, vi } from 'vitest';
import { createMizan, type MizanOptions } from './create-mizan.js';
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

function desk(options: MizanOptions & { readonly tokens?: false } = {}) {
  const transport = new ManualTransport();
  return { transport, mizan: createMizan({ transport, ...options }) };
}

describe('a context store', () => {
  it('is the same for the same context and params, however these are written', () => {
    const { mizan } = desk();
    const store = mizan.context(ticketContext, { ticket_id: 7 });
    expect(mizan.context(ticketContext, { ticket_id: 7 })).toBe(store);
    expect(mizan.context(ticketContext, { ticket_id: 8 })).not.toBe(store);
    expect(mizan.context(listContext)).toBe(mizan.context(listContext, {}));
    expect(mizan.context(listContext, { team: 'a' })).not.toBe(mizan.context(listContext));
  });

  it('reads nothing before somebody subscribes', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(ticketContext, { ticket_id: 7 });
    expect(store.getState()).toEqual({ data: undefined, status: 'loading', error: undefined });
    await tick();
    expect(transport.reads).toEqual([]);
  });

  it('reads once for all who subscribe, and tells them', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(ticketContext, { ticket_id: 7 });
    const first = vi.fn();
    const second = vi.fn();
    store.subscribe(first);
    store.subscribe(second);
    expect(transport.reads.map(({ request }) => request)).toEqual([
      { context: 'ticket', params: { ticket_id: 7 } },
    ]);
    nth(transport.reads, 0).answer(ticketBundle(7, 'Printer'));
    await tick();
    expect(first).toHaveBeenCalledOnce();
    expect(second).toHaveBeenCalledOnce();
    expect(store.getState()).toEqual({ data: ticketBundle(7, 'Printer'), status: 'ready', error: undefined });
  });

  it('gives the same state object until something changes', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(globalContext);
    const before = store.getState();
    store.subscribe(() => undefined);
    expect(store.getState()).toBe(before);
    nth(transport.reads, 0).answer({ open_count: { result: 1 } });
    await tick();
    expect(store.getState()).toBe(store.getState());
    expect(store.getState()).not.toBe(before);
  });

  it('joins the read under way when somebody else mounts it', async () => {
    const { mizan, transport } = desk();
    mizan.context(globalContext).subscribe(() => undefined);
    const fetched = mizan.fetch(globalContext);
    const refetched = mizan.context(globalContext).refetch();
    expect(transport.reads).toHaveLength(1);
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    expect(await fetched).toEqual({ open_count: { result: 3 } });
    expect(await refetched).toBe(await fetched);
  });

  it('does not read again for one who mounts it beside others', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(globalContext);
    store.subscribe(() => undefined);
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    await tick();
    store.subscribe(() => undefined);
    await tick();
    expect(transport.reads).toHaveLength(1);
  });

  it('keeps its data while it refreshes, and says so', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(globalContext);
    store.subscribe(() => undefined);
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    await tick();
    const refetched = store.refetch();
    expect(store.getState()).toEqual({
      data: { open_count: { result: 3 } },
      status: 'refreshing',
      error: undefined,
    });
    nth(transport.reads, 1).answer({ open_count: { result: 4 } });
    expect(await refetched).toEqual({ open_count: { result: 4 } });
    expect(store.getState().status).toBe('ready');
  });

  it('keeps its data when a refresh fails, beside the error', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(globalContext);
    store.subscribe(() => undefined);
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    await tick();
    const refetched = store.refetch();
    const error = new MizanError('FORBIDDEN', 'Not yours', 403);
    nth(transport.reads, 1).fail(error);
    await expect(refetched).rejects.toBe(error);
    expect(store.getState()).toEqual({ data: { open_count: { result: 3 } }, status: 'error', error });
  });

  it('reads again for the next who mounts it after a failure', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(globalContext);
    store.subscribe(() => undefined);
    nth(transport.reads, 0).fail(new MizanError('NOT_FOUND', 'No', 404));
    await tick();
    expect(store.getState().status).toBe('error');
    store.subscribe(() => undefined);
    expect(store.getState()).toEqual({ data: undefined, status: 'loading', error: undefined });
    expect(transport.reads).toHaveLength(2);
  });

  it('leaves what did not change as it was', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(ticketContext, { ticket_id: 7 });
    store.subscribe(() => undefined);
    nth(transport.reads, 0).answer(ticketBundle(7, 'Printer'));
    await tick();
    const before = store.getState().data;
    void store.refetch();
    nth(transport.reads, 1).answer(ticketBundle(7, 'Scanner'));
    await tick();
    const after = store.getState().data;
    expect(after?.ticket).toEqual({ id: 7, title: 'Scanner' });
    expect(after?.comments).toBe(before?.comments);
  });
});

describe('a context that nobody shows', () => {
  it('aborts its read a tick after the last one left', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(globalContext);
    const leave = [store.subscribe(() => undefined), store.subscribe(() => undefined)];
    leave[0]?.();
    await tick();
    expect(nth(transport.reads, 0).signal?.aborted).toBe(false);
    leave[1]?.();
    leave[1]?.();
    await tick();
    expect(nth(transport.reads, 0).signal?.aborted).toBe(true);
  });

  it('goes on reading for those who await it', async () => {
    const { mizan, transport } = desk();
    const leave = mizan.context(globalContext).subscribe(() => undefined);
    const fetched = mizan.fetch(globalContext);
    leave();
    await tick();
    expect(nth(transport.reads, 0).signal?.aborted).toBe(false);
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    expect(await fetched).toEqual({ open_count: { result: 3 } });
  });

  it('aborts for one who gives up, if nobody else waits', async () => {
    const { mizan, transport } = desk();
    const [early, late] = [new AbortController(), new AbortController()];
    const first = mizan.fetch(globalContext, {}, { signal: early.signal });
    const second = mizan.fetch(globalContext, {}, { signal: late.signal });
    early.abort();
    await expect(first).rejects.toMatchObject({ code: 'ABORTED', status: 0 });
    await tick();
    expect(nth(transport.reads, 0).signal?.aborted).toBe(false);
    late.abort();
    await expect(second).rejects.toMatchObject({ code: 'ABORTED' });
    await tick();
    expect(nth(transport.reads, 0).signal?.aborted).toBe(true);
  });

  it('sends nothing for one who has given up before', async () => {
    const { mizan } = desk();
    await expect(mizan.fetch(globalContext, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });

  it('is shown with its old data when it is mounted again, and refreshed', async () => {
    const { mizan, transport } = desk();
    const leave = mizan.context(globalContext).subscribe(() => undefined);
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    await tick();
    leave();
    await tick();
    const store = mizan.context(globalContext);
    expect(store.getState().data).toEqual({ open_count: { result: 3 } });
    store.subscribe(() => undefined);
    expect(store.getState().status).toBe('refreshing');
    expect(transport.reads).toHaveLength(2);
  });

  it('is not refreshing when the last one left during a refresh', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(globalContext);
    const leave = store.subscribe(() => undefined);
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    await tick();
    mizan.invalidate('global');
    expect(store.getState().status).toBe('refreshing');
    leave();
    await tick();
    expect(store.getState().status).toBe('ready');
  });

  it('is refreshed for the next who mounts it, when a refresh failed or was given up', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(globalContext);
    const leave = store.subscribe(() => undefined);
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    await tick();
    store.refetch().catch(() => undefined);
    nth(transport.reads, 1).fail(new MizanError('FORBIDDEN', 'No', 403));
    await tick();
    store.subscribe(() => undefined);
    expect(transport.reads).toHaveLength(3);
    leave();
  });

  it('is not read twice when it is fetched ahead of being mounted', async () => {
    const { mizan, transport } = desk();
    const fetched = mizan.fetch(globalContext);
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    await fetched;
    await tick();
    const store = mizan.context(globalContext);
    store.subscribe(() => undefined);
    expect(store.getState().status).toBe('ready');
    expect(transport.reads).toHaveLength(1);
  });

  it('is forgotten after a while', async () => {
    const { mizan, transport } = desk({ keepMs: 1000 });
    const fetched = mizan.fetch(globalContext);
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    await fetched;
    await tick();
    await vi.advanceTimersByTimeAsync(2000);
    mizan.context(listContext);
    expect(mizan.context(globalContext).getState().data).toBeUndefined();
  });

  it('is remembered from when the last one left', async () => {
    const { mizan, transport } = desk({ keepMs: 1000 });
    const leave = mizan.context(globalContext).subscribe(() => undefined);
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    await vi.advanceTimersByTimeAsync(5000);
    leave();
    await vi.advanceTimersByTimeAsync(900);
    mizan.context(listContext);
    expect(mizan.context(globalContext).getState().data).toEqual({ open_count: { result: 3 } });
  });

  it('is not forgotten while it is mounted, and a store that outlived its data finds it again', async () => {
    const { mizan, transport } = desk({ keepMs: 1000 });
    const old = mizan.context(globalContext);
    await vi.advanceTimersByTimeAsync(2000);
    mizan.context(listContext);
    const mounted = mizan.context(globalContext);
    mounted.subscribe(() => undefined);
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    await vi.advanceTimersByTimeAsync(2000);
    mizan.context(ticketContext, { ticket_id: 1 });
    expect(old).not.toBe(mounted);
    expect(old.getState()).toBe(mounted.getState());
    expect(old.getState().data).toEqual({ open_count: { result: 3 } });
    old.subscribe(() => undefined);
    expect(transport.reads).toHaveLength(1);
  });
});

describe('a call', () => {
  it('sends the input and gives the result', async () => {
    const { mizan, transport } = desk();
    const closed = mizan.call(closeTicket, { ticket_id: 7 });
    expect(nth(transport.calls, 0).request).toEqual({ fn: 'close_ticket', args: { ticket_id: 7 } });
    nth(transport.calls, 0).answer({ result: { ok: true } });
    expect(await closed).toEqual({ ok: true });
  });

  it.each([new TypeError('fetch failed'), new MizanError('INTERNAL_ERROR', 'Oops', 500)])(
    'is never sent twice: %s',
    async (failure) => {
      const { mizan, transport } = desk();
      const closed = mizan.call(signOut);
      nth(transport.calls, 0).fail(failure);
      await expect(closed).rejects.toMatchObject({ name: 'MizanError' });
      await vi.runAllTimersAsync();
      expect(transport.calls).toHaveLength(1);
    },
  );

  it('fails with NETWORK_ERROR and the cause when no answer came', async () => {
    const { mizan, transport } = desk();
    const closed = mizan.call(signOut);
    const cause = new TypeError('fetch failed');
    nth(transport.calls, 0).fail(cause);
    await expect(closed).rejects.toMatchObject({ code: 'NETWORK_ERROR', status: 0, cause });
  });

  it('fails with ABORTED when the caller gives up', async () => {
    const { mizan, transport } = desk();
    const giving = new AbortController();
    const closed = mizan.call(signOut, undefined, { signal: giving.signal });
    giving.abort();
    expect(nth(transport.calls, 0).signal?.aborted).toBe(true);
    nth(transport.calls, 0).fail(giving.signal.reason);
    await expect(closed).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

describe('reset', () => {
  it('drops everything and reads what is mounted again, once', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(globalContext);
    const states: string[] = [];
    store.subscribe(() => states.push(store.getState().status));
    nth(transport.reads, 0).answer({ open_count: { result: 3 } });
    const fetched = mizan.fetch(ticketContext, { ticket_id: 7 });
    nth(transport.reads, 1).answer(ticketBundle(7, 'Secret'));
    await fetched;
    await tick();
    mizan.reset();
    expect(store.getState()).toEqual({ data: undefined, status: 'loading', error: undefined });
    expect(mizan.context(ticketContext, { ticket_id: 7 }).getState().data).toBeUndefined();
    mizan.reset();
    await tick();
    expect(transport.resets).toBe(2);
    expect(transport.reads.slice(2).map(({ request }) => request.context)).toEqual(['global']);
    nth(transport.reads, 2).answer({ open_count: { result: 0 } });
    await tick();
    expect(store.getState().data).toEqual({ open_count: { result: 0 } });
  });

  it('shows no answer that was asked for before', async () => {
    const { mizan, transport } = desk();
    const store = mizan.context(globalContext);
    store.subscribe(() => undefined);
    mizan.reset();
    nth(transport.reads, 0).answer({ open_count: { result: 666 } });
    await tick();
    expect(nth(transport.reads, 0).signal?.aborted).toBe(true);
    expect(store.getState().data).toBeUndefined();
    nth(transport.reads, 1).answer({ open_count: { result: 0 } });
    await tick();
    expect(store.getState().data).toEqual({ open_count: { result: 0 } });
  });

  it('gives what comes then to nobody who awaited it before', async () => {
    const { mizan, transport } = desk();
    const fetched = mizan.fetch(ticketContext, { ticket_id: 7 });
    const refetched = mizan.context(ticketContext, { ticket_id: 7 }).refetch();
    const ends = Promise.allSettled([fetched, refetched]);
    mizan.reset();
    await tick();
    nth(transport.reads, -1).answer(ticketBundle(7, 'Of the one after'));
    const refusal = { status: 'rejected', reason: { code: 'UNAUTHORIZED', status: 0 } };
    expect(await ends).toMatchObject([refusal, refusal]);
  });

  it('gives what is awaited after it to whoever is signed in then', async () => {
    const { mizan, transport } = desk();
    const before = Promise.allSettled([mizan.fetch(globalContext)]);
    mizan.reset();
    const after = mizan.fetch(globalContext);
    await tick();
    nth(transport.reads, -1).answer({ open_count: { result: 4 } });
    expect(await before).toMatchObject([{ reason: { code: 'UNAUTHORIZED' } }]);
    expect(await after).toEqual({ open_count: { result: 4 } });
  });
});

it('shares nothing between two clients', async () => {
  const [one, other] = [desk(), desk()];
  one.mizan.context(globalContext).subscribe(() => undefined);
  nth(one.transport.reads, 0).answer({ open_count: { result: 1 } });
  await tick();
  expect(other.mizan.context(globalContext).getState().data).toBeUndefined();
  expect(other.transport.reads).toEqual([]);
});
