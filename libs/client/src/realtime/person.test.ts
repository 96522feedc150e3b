import { describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { SocketDesk } from '../fixture/socket-desk.js';
import { ping, roomChannel, socketTicket, ticketContext } from '../fixture/socket-refs.js';
import { mwtTokens } from '../token-transport.js';
import { channelStore } from './index.js';

/** A page of ada, which shows ticket 7 live and a room, and records every state that they have. */
async function openPage(options: Parameters<SocketDesk['open']>[1] = {}) {
  const desk = await SocketDesk.start();
  desk.rename(7, 'of ada');
  const mizan = desk.open({}, options);
  const ticket = mizan.context(ticketContext, { id: 7 });
  const room = channelStore(mizan, roomChannel, { room: 'lobby' });
  const states: string[] = [];
  const record = () => states.push(JSON.stringify([ticket.getState(), room.getState()]));
  ticket.subscribe(record, { live: true });
  room.subscribe(record);
  await vi.waitUntil(() => room.getState().status === 'joined' && ticket.getState().status === 'ready');
  desk.say({ room: 'lobby' }, 'to ada');
  await vi.waitUntil(() => room.getState().last === 'to ada');
  const isBack = () =>
    vi.waitUntil(
      () =>
        room.getState().status === 'joined' &&
        ticket.getState().status === 'ready' &&
        desk.watched.length === 1,
      3000,
    );
  return { desk, mizan, ticket, room, states, isBack };
}

/** The socket that a page has now. */
function socketOf(desk: SocketDesk): WebSocket {
  const [socket] = desk.openSockets;
  if (socket === undefined) throw new Error('The page has no socket.');
  return socket;
}

describe('when somebody signs in or out', () => {
  it('another socket is opened, and nothing of the person before is shown or comes', async () => {
    const { desk, mizan, ticket, room, states, isBack } = await openPage();
    const old = socketOf(desk);
    states.length = 0;
    mizan.reset();
    expect(room.getState()).toEqual({
      status: 'connecting',
      messages: [],
      last: undefined,
      error: undefined,
      gaps: 0,
    });
    // What the server sends before it knows that the socket closes.
    const room1 = { channel: 'room', params: { room: 'lobby' } };
    old.send(JSON.stringify({ ...room1, type: 'ServerMessage', data: 'to ada' }));
    old.send(JSON.stringify({ ...room1, error: 'of ada' }));
    old.send(JSON.stringify({ type: 'gap' }));
    await isBack();
    expect(desk.opened).toHaveLength(2);
    expect(states.join()).not.toContain('to ada');
    expect(room.getState()).toMatchObject({ gaps: 0, messages: [] });
    desk.rename(7, 'of bo');
    await vi.waitUntil(() => ticket.getState().data?.ticket.titles.length === 2);
  });

  it('a call that waits for a connection is not made, and one that was made is lost', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    desk.instead = () => true;
    const made = expect(mizan.call(ping)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await vi.waitUntil(() => desk.frames.length === 1);
    mizan.reset();
    await made;
    const waiting = expect(mizan.call(ping)).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 0 });
    mizan.reset();
    await waiting;
    desk.instead = () => false;
    await mizan.call(ping);
    expect(desk.framesOf('rpc')).toHaveLength(2);
    expect(desk.runs).toHaveLength(1);
  });

  it('a message that waits is not sent, which is told', async () => {
    const { desk, mizan, room, isBack } = await openPage();
    desk.kill();
    await vi.waitUntil(() => room.getState().status === 'connecting');
    room.send('as ada');
    mizan.reset();
    expect(room.getState().error).toMatchObject({ code: 'UNAUTHORIZED' });
    await isBack();
    expect(room.getState().error).toBeUndefined();
    expect(desk.framesOf('message')).toEqual([]);
  });

  it('a read over the socket is not answered as another', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    desk.instead = () => true;
    const reading = expect(mizan.fetch(socketTicket, { id: 7 })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
    await vi.waitUntil(() => desk.frames.length === 1);
    desk.instead = () => false;
    mizan.reset();
    await reading;
  });

  it('what was refused is asked for again', async () => {
    const desk = await SocketDesk.start();
    desk.refuse = (what) =>
      what === 'watch' || what === 'subscribe' ? { code: 'FORBIDDEN', message: 'Not for you' } : undefined;
    const mizan = desk.open();
    mizan.context(ticketContext, { id: 7 }).subscribe(() => undefined, { live: true });
    const room = channelStore(mizan, roomChannel, { room: 'lobby' });
    room.subscribe(() => undefined);
    await vi.waitUntil(() => room.getState().status === 'refused');
    desk.refuse = () => undefined;
    mizan.reset();
    await vi.waitUntil(() => room.getState().status === 'joined' && desk.watched.length === 1, 3000);
  });

  it('is found out by the server, where there are no tokens: the page forgets as well', async () => {
    const { desk, ticket, room, isBack, states } = await openPage();
    states.length = 0;
    desk.close(4401);
    await vi.waitUntil(() => desk.opened.length === 2);
    await isBack();
    expect(states.some((state) => /"status":"loading".*"messages":\[\]/.test(state))).toBe(true);
    expect(ticket.getState().data?.ticket.titles).toEqual(['of ada']);
    expect(desk.opened).toHaveLength(2);
    expect(room.getState().gaps).toBe(0);
  });

  it('is found out by another token: the socket is that of who it is for', async () => {
    const { desk, mizan, ticket, room, isBack } = await openPage({ tokens: mwtTokens() });
    desk.person = 'bo';
    // The server refuses the token of ada, and the next one is for bo.
    desk.refuse = (what) => {
      desk.refuse = () => undefined;
      return { code: 'UNAUTHORIZED', message: what, details: { reason: 'token' } };
    };
    await expect(mizan.call({ name: 'save' })).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    expect(ticket.getState().data).toBeUndefined();
    expect(room.getState().messages).toEqual([]);
    await isBack();
    const tokens = desk.opened.map((url) => new URL(url, 'ws://desk').searchParams.get('token') ?? '');
    const people = tokens.map((token) =>
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()),
    );
    expect(people).toEqual([
      { sub: 'ada', number: 1 },
      { sub: 'bo', number: 2 },
    ]);
  });

  it('is found out when the token of the socket has expired', async () => {
    const { desk, states, isBack } = await openPage({ tokens: mwtTokens() });
    states.length = 0;
    desk.person = 'bo';
    desk.close(4401);
    await vi.waitUntil(() => desk.opened.length === 2);
    await isBack();
    expect(states.some((state) => /"status":"loading".*"messages":\[\]/.test(state))).toBe(true);
    expect(desk.mostOpen).toBe(1);
    expect(desk.opened).toHaveLength(2);
  });

  it('a client that uses no socket opens none', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    await mizan.fetch(ticketContext, { id: 7 });
    mizan.reset();
    await mizan.fetch(ticketContext, { id: 7 });
    expect(desk.opened).toEqual([]);
  });
});
