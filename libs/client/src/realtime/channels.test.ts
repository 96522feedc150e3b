import { describe, expect, it, vi } from 'vitest';
import { createMizan, type Mizan } from '../create-mizan.js';
import type { DeskFrame } from '../fixture/desk-frame.js';
import { SocketDesk } from '../fixture/socket-desk.js';
import { ping, roomChannel } from '../fixture/socket-refs.js';
import { channelStore, type ChannelStatus, channelRef } from './index.js';

const lobby = { room: 'lobby' };

/** Joins a room, and gives what is known of it. */
function join(mizan: Mizan, room = 'lobby', history?: number) {
  const store = channelStore(mizan, roomChannel, { room }, { history });
  const leave = store.subscribe(() => undefined);
  const is = (status: ChannelStatus) => vi.waitUntil(() => store.getState().status === status, 5000);
  const hears = (...messages: string[]) =>
    vi.waitUntil(() => String(store.getState().messages) === String(messages), 5000);
  return { store, leave, is, hears };
}

async function openJoined() {
  const desk = await SocketDesk.start();
  const mizan = desk.open();
  const room = join(mizan);
  await room.is('joined');
  return { desk, mizan, ...room };
}

const actions = (frames: readonly DeskFrame[]) => frames.map(({ action }) => action);

/** Resolves when what the page is about to send, the desk has answered. */
async function settle(mizan: Mizan): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  await mizan.call(ping);
}

describe('a channel', () => {
  it('is joined when somebody subscribes, and gives what it is sent', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const before = channelStore(mizan, roomChannel, lobby);
    expect(before.getState()).toEqual({
      status: 'connecting',
      messages: [],
      last: undefined,
      error: undefined,
      gaps: 0,
    });
    expect(desk.opened).toEqual([]);
    const { store, is, hears } = join(mizan);
    await is('joined');
    desk.say(lobby, 'a');
    desk.say(lobby, 'b');
    await hears('a', 'b');
    expect(store.getState()).toMatchObject({ last: 'b', error: undefined, gaps: 0 });
    expect(store.getState()).toBe(store.getState());
  });

  it('is one for all stores with the same params, whatever their order', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const ref = channelRef<{ readonly a: number; readonly b: { c: number; d: number } }, never, string>(
      'room',
    );
    const of = (a: number, b: { c: number; d: number }) => channelStore(mizan, ref, { a, b });
    const all = [of(1, { c: 2, d: 3 }), of(1, { d: 3, c: 2 }), of(1, { d: 3, c: 4 })];
    for (const store of all) store.subscribe(() => undefined);
    await vi.waitUntil(() => all.every((store) => store.getState().status === 'joined'));
    expect(desk.framesOf('subscribe')).toMatchObject([
      { params: { a: 1, b: { c: 2, d: 3 } } },
      { params: { a: 1, b: { c: 4, d: 3 } } },
    ]);
    desk.say({ a: 1, b: { c: 2, d: 3 } }, 'hello');
    await vi.waitUntil(() => all[1]?.getState().last === 'hello');
    expect(all.map((store) => store.getState().last)).toEqual(['hello', 'hello', undefined]);
  });

  it('is asked for with the params that it has, whatever else stands beside them', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const ref = channelRef<{ readonly room: string }, never, string>('room', ['room']);
    const more = { room: 'lobby', title: 'Lobby' };
    const store = channelStore(mizan, ref, more);
    store.subscribe(() => undefined);
    channelStore(mizan, ref, lobby).subscribe(() => undefined);
    await vi.waitUntil(() => store.getState().status === 'joined');
    expect(desk.framesOf('subscribe')).toMatchObject([{ params: { room: 'lobby' } }]);
    expect(desk.framesOf('subscribe')[0]).not.toHaveProperty('params.title');
  });

  it('is joined once for all who subscribe, and left a tick after the last of them', async () => {
    const { desk, mizan, leave } = await openJoined();
    const second = join(mizan);
    leave();
    leave();
    await settle(mizan);
    expect(desk.listeners).toBe(1);
    second.leave();
    await settle(mizan);
    expect(desk.listeners).toBe(0);
    expect(actions(desk.frames)).toEqual(['subscribe', 'rpc', 'unsubscribe', 'rpc']);
  });

  it('is not left by those who come back at once, as in StrictMode', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    join(mizan).leave();
    join(mizan).leave();
    const { is } = join(mizan);
    await is('joined');
    await settle(mizan);
    expect(actions(desk.frames)).toEqual(['subscribe', 'rpc']);
  });

  it('that was left forgets, and can be joined again', async () => {
    const { desk, mizan, store, leave, hears } = await openJoined();
    desk.say(lobby, 'a');
    await hears('a');
    leave();
    await settle(mizan);
    expect(store.getState()).toMatchObject({ status: 'connecting', messages: [], gaps: 0 });
    const again = join(mizan);
    await again.is('joined');
    desk.say(lobby, 'b');
    await again.hears('b');
    expect(again.store.getState().gaps).toBe(0);
  });

  it.each([
    [undefined, 50],
    [2, 2],
    [0, 0],
  ])('keeps as many messages as it is told (%s)', async (history, kept) => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const { store, is } = join(mizan, 'lobby', history);
    await is('joined');
    for (let n = 1; n <= 60; n += 1) desk.say(lobby, String(n));
    await vi.waitUntil(() => store.getState().last === '60');
    expect(store.getState().messages).toHaveLength(kept);
    expect(store.getState().messages.at(-1)).toBe(kept === 0 ? undefined : '60');
  });

  it('keeps as many as the one of its users who wants most', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const { is, hears } = join(mizan, 'lobby', 3);
    join(mizan, 'lobby', 1);
    await is('joined');
    for (const text of 'abcd') desk.say(lobby, text);
    await hears('b', 'c', 'd');
  });

  it('takes nothing that is for another place or channel', async () => {
    const { desk, mizan, store } = await openJoined();
    const other = join(mizan, 'other');
    await other.is('joined');
    desk.send({ channel: 'hall', params: lobby, type: 'ServerMessage', data: 'no' });
    desk.say({ room: 'other' }, 'a');
    await other.hears('a');
    expect(store.getState().messages).toEqual([]);
  });

  it('is joined again after a break, with a gap', async () => {
    const { desk, store, is, hears } = await openJoined();
    desk.say(lobby, 'a');
    await hears('a');
    desk.kill();
    await is('connecting');
    expect(store.getState()).toMatchObject({ messages: ['a'], gaps: 0 });
    await is('joined');
    expect(store.getState()).toMatchObject({ messages: ['a'], gaps: 1 });
    desk.say(lobby, 'b');
    await hears('a', 'b');
  });

  it('has a gap when the server may have missed something', async () => {
    const { desk, mizan, store } = await openJoined();
    desk.send({ type: 'gap' });
    await settle(mizan);
    expect(store.getState()).toMatchObject({ status: 'joined', gaps: 1 });
  });

  it('shows each store the gaps since it was first used', async () => {
    const { desk, mizan, store } = await openJoined();
    desk.send({ type: 'gap' });
    await settle(mizan);
    const late = channelStore(mizan, roomChannel, lobby);
    expect([store.getState().gaps, late.getState().gaps]).toEqual([1, 0]);
    late.subscribe(() => undefined);
    const unread = channelStore(mizan, roomChannel, lobby);
    unread.subscribe(() => undefined);
    desk.send({ type: 'gap' });
    await settle(mizan);
    expect([store, late, unread].map(({ getState }) => getState().gaps)).toEqual([2, 1, 1]);
    expect(late.getState()).toBe(late.getState());
    mizan.reset();
    expect([store, late].map(({ getState }) => getState().gaps)).toEqual([2, 1]);
  });

  it('that nobody uses any more is let go, and begins anew with another id', async () => {
    const { desk, mizan, store, leave } = await openJoined();
    desk.send({ type: 'gap' });
    await settle(mizan);
    const { users } = mizan.realtime?.connection ?? {};
    const before = users?.size;
    leave();
    await settle(mizan);
    expect(users?.size).toBe(Number(before) - 1);
    expect(store.getState().gaps).toBe(0);
    store.subscribe(() => undefined);
    store.subscribe(() => undefined);
    await vi.waitUntil(() => store.getState().status === 'joined');
    const [first, second] = desk.framesOf('subscribe').map(({ id }) => id);
    expect(desk.framesOf('subscribe')).toHaveLength(2);
    expect(second).not.toBe(first);
    desk.say(lobby, 'still here');
    await vi.waitUntil(() => store.getState().last === 'still here');
  });

  it('needs a client with realtime', () => {
    expect(() => channelStore(createMizan(), roomChannel, lobby)).toThrow(
      expect.objectContaining({ code: 'NO_REALTIME' }),
    );
  });
});

describe('a message to a channel', () => {
  it('is sent', async () => {
    const { store, hears } = await openJoined();
    store.send('hi');
    await hears('hi');
  });

  it('waits until the channel is joined, also again', async () => {
    const desk = await SocketDesk.start();
    const { store, hears, is } = join(desk.open());
    store.send('a');
    store.send('b');
    await hears('a', 'b');
    desk.kill();
    await is('connecting');
    store.send('c');
    await hears('a', 'b', 'c');
    expect(desk.framesOf('message')).toHaveLength(3);
  });

  it('waits for a tick for who listens, as children send before their parents join', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    channelStore(mizan, roomChannel, lobby).send('early');
    await join(mizan).hears('early');
  });

  it('that waits is told to be lost when nobody listens', async () => {
    const desk = await SocketDesk.start();
    desk.isDown = true;
    const { store, leave } = join(desk.open());
    store.send('a');
    leave();
    await vi.waitUntil(() => store.getState().error !== undefined);
    expect(store.getState().error).toMatchObject({ code: 'NOT_JOINED' });
    const other = channelStore(desk.open(), roomChannel, lobby);
    for (const text of 'bc') other.send(text);
    await new Promise((resolve) => setTimeout(resolve));
    expect(other.getState().error).toMatchObject({ code: 'NOT_JOINED' });
  });

  it('is refused when 20 wait, and when joining was refused', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const notJoined: unknown = expect.objectContaining({ code: 'NOT_JOINED' });
    const { store } = join(mizan);
    for (let n = 0; n < 20; n += 1) store.send(String(n));
    expect(() => store.send('21')).toThrow(notJoined);
    desk.refuse = () => ({ code: 'FORBIDDEN', message: 'Not for you' });
    const refused = join(mizan, 'vault');
    await refused.is('refused');
    expect(() => refused.store.send('a')).toThrow(notJoined);
  });

  it('that is longer than a frame may be is refused, which would close the connection of all', async () => {
    const { desk, mizan, store, hears } = await openJoined();
    const tooLong: unknown = expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE', status: 413 });
    // Two bytes each.
    expect(() => store.send('é'.repeat(51_200))).toThrow(tooLong);
    store.send('hi');
    await hears('hi');
    const waiting = join(mizan, 'other');
    expect(() => waiting.store.send('é'.repeat(51_200))).toThrow(tooLong);
    await waiting.is('joined');
    expect(desk.framesOf('message')).toHaveLength(1);
  });

  it('that is wrong is told where it was sent from', async () => {
    const { desk, mizan, store, hears } = await openJoined();
    desk.refuse = (what) =>
      what === 'message' ? { code: 'VALIDATION_ERROR', message: 'Too long' } : undefined;
    store.send('aaa');
    await settle(mizan);
    expect(store.getState()).toMatchObject({
      status: 'joined',
      error: { code: 'CHANNEL_ERROR', message: 'Too long' },
    });
    desk.say(lobby, 'next');
    await hears('next');
    expect(store.getState().error).toBeUndefined();
  });
});

describe('a channel that is refused', () => {
  it('when it is asked for again is not joined, though it was before', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    await mizan.call(ping);
    desk.refuse = (what) =>
      what === 'subscribe' && desk.framesOf('subscribe').length > 1
        ? { code: 'FORBIDDEN', message: 'Not for you' }
        : undefined;
    join(mizan).leave();
    await new Promise((resolve) => setTimeout(resolve));
    const { is } = join(mizan);
    await is('refused');
    expect(actions(desk.frames)).toEqual(['rpc', 'subscribe', 'unsubscribe', 'subscribe']);
  });

  it('is the one with the params that the error names', async () => {
    const { desk, mizan, store } = await openJoined();
    desk.send({ error: 'Not here', channel: 'room', params: { room: 'other' } });
    await settle(mizan);
    expect(store.getState().error).toBeUndefined();
  });

  it('by a listener of another one is asked for once', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const store = channelStore(mizan, roomChannel, lobby);
    let other: ReturnType<typeof join> | undefined;
    store.subscribe(() => (other ??= join(mizan, 'other')));
    await vi.waitUntil(() => other?.store.getState().status === 'joined');
    await settle(mizan);
    expect(desk.framesOf('subscribe')).toHaveLength(2);
  });

  it('says why, lets others be joined, and is asked for with the next connection', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    desk.refuse = (_, entry) =>
      entry?.params['room'] === 'vault' ? { code: 'FORBIDDEN', message: 'Not for you' } : undefined;
    const vault = join(mizan, 'vault');
    await vault.is('refused');
    expect(vault.store.getState().error).toMatchObject({ code: 'CHANNEL_ERROR', message: 'Not for you' });
    const room = join(mizan);
    await room.is('joined');
    desk.refuse = () => undefined;
    desk.kill();
    await vault.is('joined');
    expect(vault.store.getState().error).toBeUndefined();
  });

  it.each([{ more: {} }, { more: { channel: 'room' } }])(
    'is told by its id, where it is there ($more)',
    async ({ more }) => {
      const desk = await SocketDesk.start();
      const mizan = desk.open();
      desk.instead = (frame, socket) => {
        if (frame.action !== 'subscribe' || frame.params['room'] !== 'vault') return false;
        const error = { code: 'FORBIDDEN', message: 'Not for you' };
        socket.send(JSON.stringify({ ...more, id: frame.id, ok: false, error }));
        return true;
      };
      const [room, vault] = [join(mizan), join(mizan, 'vault')];
      await vault.is('refused');
      await room.is('joined');
      expect(vault.store.getState().error).toMatchObject({ code: 'FORBIDDEN', status: 403 });
      expect(room.store.getState().error).toBeUndefined();
    },
  );
});
