// @vitest-environment happy-dom
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createMizan } from '../create-mizan.js';
import { SocketDesk } from '../fixture/socket-desk.js';
import { ping, ticketContext } from '../fixture/socket-refs.js';
import { realtime, type RealtimeOptions } from './index.js';

afterEach(() => {
  vi.restoreAllMocks();
});

function setVisible(state: DocumentVisibilityState): void {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
}

/** A page of the desk's own origin that shows tickets 7 and 8 live. */
async function openPage(options: RealtimeOptions = {}) {
  const desk = await SocketDesk.start();
  // The environment of this file puts it there.
  const { happyDOM } = globalThis as unknown as { readonly happyDOM: { setURL(url: string): void } };
  happyDOM.setURL(`${desk.origin}/tickets/?all`);
  const mizan = createMizan({ realtime: realtime({ WebSocket, ...options }) });
  // It would go on at the origin of the next page.
  onTestFinished(() => mizan.realtime?.close());
  const stores = [7, 8].map((id) => mizan.context(ticketContext, { id }));
  for (const store of stores) store.subscribe(() => undefined, { live: true });
  await vi.waitUntil(() => stores.every((store) => store.getState().status === 'ready'));
  desk.reads.length = 0;
  return { desk, mizan, stores };
}

it('the socket is at the origin of the page', async () => {
  const { desk } = await openPage();
  expect(desk.opened).toEqual(['/ws']);
});

describe('a page that nobody sees', () => {
  it('reads what changed when it is shown, once', async () => {
    const { desk, mizan, stores } = await openPage();
    setVisible('hidden');
    desk.rename(7, 'a');
    desk.rename(7, 'b');
    await mizan.call(ping);
    expect(desk.reads).toEqual([]);
    setVisible('visible');
    await vi.waitUntil(() => stores[0]?.getState().data?.ticket.titles.length === 2);
    expect(desk.reads).toEqual(['ticket/?id=7']);
    setVisible('visible');
    desk.rename(8, 'c');
    await vi.waitUntil(() => stores[1]?.getState().data?.ticket.titles.length === 1);
    expect(desk.reads).toEqual(['ticket/?id=7', 'ticket/?id=8']);
  });

  it('reads at once where it is told to', async () => {
    const { desk, stores } = await openPage({ refetchHidden: true });
    setVisible('hidden');
    desk.rename(7, 'a');
    await vi.waitUntil(() => stores[0]?.getState().data?.ticket.titles.length === 1);
    setVisible('visible');
    expect(desk.reads).toEqual(['ticket/?id=7']);
  });
});
