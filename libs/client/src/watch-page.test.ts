// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { createMizan } from './create-mizan.js';
import { tick, useManualTime } from './fixture/clock.js';
import { globalContext, listContext } from './fixture/desk-refs.js';
import { ManualTransport, nth } from './fixture/manual-transport.js';
import type { WatchOptions } from './watch-page.js';

useManualTime();

function lookAt(visibility: 'visible' | 'hidden'): void {
  Object.defineProperty(document, 'visibilityState', { value: visibility, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

const reconnect = () => dispatchEvent(new Event('online'));

/** A client with the global context mounted and answered, and the list answered and left again. */
async function page(options: WatchOptions) {
  const transport = new ManualTransport();
  const mizan = createMizan({ transport, ...options });
  const leave = mizan.context(globalContext).subscribe(() => undefined);
  mizan.context(listContext).subscribe(() => undefined)();
  nth(transport.reads, 0).answer({ open_count: { result: 1 } });
  await tick();
  const since = transport.reads.length;
  return {
    leave,
    mizan,
    transport,
    readSince: () => transport.reads.slice(since).map(({ request }) => request.context),
  };
}

it('reads mounted contexts when the page is looked at again, if asked to', async () => {
  const { readSince, mizan } = await page({ refetchOnFocus: true });
  lookAt('hidden');
  reconnect();
  expect(readSince()).toEqual([]);
  lookAt('visible');
  expect(readSince()).toEqual(['global']);
  expect(mizan.context(globalContext).getState().status).toBe('refreshing');
});

it('reads mounted contexts when the network is back, if asked to', async () => {
  const { readSince } = await page({ refetchOnReconnect: true });
  lookAt('visible');
  expect(readSince()).toEqual([]);
  reconnect();
  expect(readSince()).toEqual(['global']);
});

it('joins the read under way', async () => {
  const { readSince } = await page({ refetchOnFocus: true, refetchOnReconnect: true });
  lookAt('visible');
  reconnect();
  expect(readSince()).toEqual(['global']);
});

it('reads nothing when it was not asked to', async () => {
  const { readSince } = await page({});
  lookAt('visible');
  reconnect();
  expect(readSince()).toEqual([]);
});

it('stops watching with the last one who leaves, and starts again with the next who comes', async () => {
  const { readSince, leave, mizan } = await page({ refetchOnFocus: true });
  leave();
  lookAt('visible');
  expect(readSince()).toEqual([]);
  await tick();
  mizan.context(globalContext).subscribe(() => undefined);
  expect(readSince()).toEqual(['global']);
});
