import { afterEach, describe, expect, it, vi } from 'vitest';
import { SocketDesk } from '../fixture/socket-desk.js';
import { ping, roomChannel, socketTicket, ticketContext } from '../fixture/socket-refs.js';
import { channelStore } from './index.js';

afterEach(() => {
  vi.useRealTimers();
});

describe('a client that is closed', () => {
  it('has no socket and no timer, however much needed it', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const room = channelStore(mizan, roomChannel, { room: 'lobby' });
    room.subscribe(() => undefined);
    // Not over HTTP, which has timers of its own.
    mizan.context(socketTicket, { id: 7 }).subscribe(() => undefined, { live: true });
    while (room.getState().status !== 'joined' || desk.watched.length === 0) {
      await vi.advanceTimersByTimeAsync(1);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await mizan.call(ping);
    mizan.realtime?.close();
    expect(room.getState().status).toBe('connecting');
    while (desk.openSockets.length > 0) await new Promise((resolve) => setImmediate(resolve));
    // What a call leaves behind, and a read that has waited.
    await vi.advanceTimersByTimeAsync(2500);
    expect(vi.getTimerCount()).toBe(0);
    expect(desk.opened).toHaveLength(1);
  });

  it('tells the call in flight that it is lost, and sends what waits and all that comes later over HTTP', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    desk.instead = () => true;
    const lost = expect(mizan.call(ping)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await vi.waitUntil(() => desk.frames.length === 1);
    mizan.realtime?.close();
    await lost;
    expect(await mizan.call(ping)).toEqual({ fn: 'ping' });
    expect(await mizan.fetch(socketTicket, { id: 7 })).toEqual({ ticket: { titles: [] } });
    const live = mizan.context(ticketContext, { id: 8 });
    live.subscribe(() => undefined, { live: true });
    await vi.waitUntil(() => live.getState().status === 'ready');
    expect(desk.runs.map(({ way }) => way)).toEqual(['http']);
    expect(desk.opened).toHaveLength(1);
  });

  it('sends over HTTP at once what waits for a connection to be opened', async () => {
    const desk = await SocketDesk.start();
    desk.isSilent = true;
    const mizan = desk.open();
    const calling = mizan.call(ping);
    await vi.waitUntil(() => desk.refusedUpgrades === 1);
    mizan.realtime?.close();
    expect(await calling).toEqual({ fn: 'ping' });
    expect(desk.runs.map(({ way }) => way)).toEqual(['http']);
  });

  it('stays closed when somebody signs in', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    await mizan.call(ping);
    mizan.realtime?.close();
    mizan.reset();
    expect(await mizan.call(ping)).toEqual({ fn: 'ping' });
    expect(desk.opened).toHaveLength(1);
  });
});
