import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createMizan } from '../create-mizan.js';
import { tick, useManualTime } from '../fixture/clock.js';
import { ping, roomChannel } from '../fixture/socket-refs.js';
import { isMizanError } from '../mizan-error.js';
import { channelStore, realtime } from './index.js';
import type { SocketLike } from './socket-like.js';

useManualTime();

/** The end of a wire that a test holds the other end of. */
class HandSocket implements SocketLike {
  static all: HandSocket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: string }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly sent: string[] = [];

  constructor() {
    HandSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(text);
  }

  close(): void {}

  join(room: string): void {
    const data = JSON.stringify({ subscribed: true, channel: 'room', params: { room } });
    this.onmessage?.({ data });
  }
}

beforeEach(() => {
  HandSocket.all = [];
});

/** A page whose sockets the test holds, and what it sends over HTTP. */
function openPage() {
  const requests: unknown[] = [];
  const mizan = createMizan({
    realtime: realtime({ url: 'ws://desk/ws', WebSocket: HandSocket }),
    fetch: async (_, init) => {
      requests.push(init?.body);
      return Response.json({ result: {} });
    },
  });
  return { mizan, requests };
}

/** The socket that a page asked for last. */
async function newest(): Promise<HandSocket> {
  await tick();
  const socket = HandSocket.all.at(-1);
  if (socket === undefined) throw new Error('No socket was asked for.');
  return socket;
}

function fail(): never {
  throw new Error('A listener fails.');
}

describe('a listener that fails', () => {
  it('when a channel changes is reported, and keeps nothing from others and from the connection', async () => {
    const { mizan } = openPage();
    const rooms = ['lobby', 'other'].map((room) => channelStore(mizan, roomChannel, { room }));
    const statuses = () => rooms.map(({ getState }) => getState().status);
    rooms[0]?.subscribe(() => rooms[0]?.getState().status === 'connecting' && fail());
    rooms[1]?.subscribe(() => undefined);
    const first = await newest();
    first.onopen?.();
    await expect(vi.advanceTimersByTimeAsync(0)).rejects.toThrow('A listener fails.');
    for (const room of ['lobby', 'other']) first.join(room);
    expect(statuses()).toEqual(['joined', 'joined']);
    first.onclose?.({ code: 1006 });
    expect(statuses()).toEqual(['connecting', 'connecting']);
    await expect(vi.advanceTimersByTimeAsync(2000)).rejects.toThrow('A listener fails.');
    await vi.advanceTimersByTimeAsync(2000);
    expect(HandSocket.all).toHaveLength(2);
  });

  it('when somebody else is there keeps nobody from being connected', async () => {
    const { mizan } = openPage();
    channelStore(mizan, roomChannel, { room: 'lobby' }).subscribe(() => undefined);
    mizan.onReset(fail);
    const first = await newest();
    first.onopen?.();
    const lost = expect(mizan.call(ping)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(() => first.onclose?.({ code: 4401 })).toThrow('A listener fails.');
    await lost;
    await tick();
    expect(HandSocket.all).toHaveLength(2);
  });
});

describe('a socket that was given up', () => {
  it('while it was opened is not taken for the next one when it opens', async () => {
    const { mizan, requests } = openPage();
    const before = expect(mizan.call(ping)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    const first = await newest();
    mizan.reset();
    await before;
    const calling = mizan.call(ping);
    const second = await newest();
    first.onopen?.();
    expect([first.sent, second.sent]).toEqual([[], []]);
    mizan.realtime?.close();
    expect(await calling).toEqual({});
    expect(requests).toHaveLength(1);
  });
});

describe('a server that finds everybody to be somebody else', () => {
  it('has no call that waits go over HTTP as another person', async () => {
    const { mizan, requests } = openPage();
    channelStore(mizan, roomChannel, { room: 'lobby' }).subscribe(() => undefined);
    const ends: Promise<unknown>[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      while (HandSocket.all.length === turn) await vi.advanceTimersByTimeAsync(500);
      const socket = await newest();
      socket.onopen?.();
      // Some wait, since there are too many.
      const calls = Array.from({ length: 60 }, () => mizan.call(ping));
      ends.push(...calls.map((call) => call.catch((error: unknown) => isMizanError(error) && error.code)));
      socket.onclose?.({ code: 4401 });
    }
    const codes = new Set(await Promise.all(ends));
    expect(codes).toEqual(new Set(['CONNECTION_LOST', 'UNAUTHORIZED']));
    expect(requests).toEqual([]);
  });
});
