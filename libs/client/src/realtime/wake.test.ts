// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { SocketDesk } from '../fixture/socket-desk.js';
import { roomChannel } from '../fixture/socket-refs.js';
import { channelStore } from './index.js';

// The page's clock stands still but where a test moves it; the wires take their own time.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  // It rests for as long as it may: one that ended earlier could be given up before the wires had opened it.
  vi.spyOn(Math, 'random').mockReturnValue(1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

function lookAt(state: DocumentVisibilityState): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}

/** A page whose connection is to rest for half a minute. */
async function openResting() {
  const desk = await SocketDesk.start();
  const mizan = desk.open({ WebSocket });
  onTestFinished(() => mizan.realtime?.close());
  const store = channelStore(mizan, roomChannel, { room: 'lobby' });
  const leave = store.subscribe(() => undefined);
  const is = (status: string) => until(() => store.getState().status === status);
  await is('joined');
  desk.close(1013);
  await is('connecting');
  return { desk, mizan, leave, is };
}

it.each([
  ['the network is back', () => dispatchEvent(new Event('online'))],
  ['the page is shown again', () => lookAt('visible')],
])('a connection that rests is opened at once when %s', async (_, happens) => {
  const { desk, is } = await openResting();
  happens();
  await is('joined');
  expect(desk.opened).toHaveLength(2);
});

it('a connection that rests goes on to rest when the page is hidden', async () => {
  const { desk, is } = await openResting();
  lookAt('hidden');
  await vi.advanceTimersByTimeAsync(14_000);
  expect(desk.opened).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(16_000);
  await is('joined');
});

it('a connection that stands stays, and one that nobody needs is not opened', async () => {
  const { desk, leave, is } = await openResting();
  lookAt('visible');
  await is('joined');
  lookAt('visible');
  dispatchEvent(new Event('online'));
  leave();
  await vi.advanceTimersByTimeAsync(1);
  desk.close(4408);
  await until(() => desk.openSockets.length === 0);
  lookAt('visible');
  dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(desk.opened).toHaveLength(2);
});

it('a client that is closed hears nothing of the page any more', async () => {
  const { desk, mizan } = await openResting();
  mizan.realtime?.close();
  lookAt('visible');
  dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(desk.opened).toHaveLength(1);
});
