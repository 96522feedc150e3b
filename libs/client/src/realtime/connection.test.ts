import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Mizan } from '../create-mizan.js';
import { SocketDesk } from '../fixture/socket-desk.js';
import { ping, roomChannel, ticketContext } from '../fixture/socket-refs.js';
import { mwtTokens } from '../token-transport.js';
import { channelStore, realtime } from './index.js';

const second = 1000;

// The page's clock and chance; the wires take their own time.
let chance = 1;
beforeEach(() => {
  chance = 1;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });
  vi.spyOn(Math, 'random').mockImplementation(() => chance);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Resolves when something has arrived; the page's clock stands still. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** Lets an answer to all that was sent before arrive. */
async function settle(mizan: Mizan): Promise<void> {
  await pass(1);
  await mizan.call(ping);
}

/** A page that needs its connection, which stands. */
async function openRoom(more: Parameters<SocketDesk['open']>[1] = {}) {
  const desk = await SocketDesk.start();
  const mizan = desk.open({}, more);
  const store = channelStore(mizan, roomChannel, { room: 'lobby' });
  const leave = store.subscribe(() => undefined);
  await until(() => store.getState().status === 'joined');
  return { desk, mizan, store, leave };
}

describe('a connection that fails', () => {
  it.each([
    [1, [1, 2, 4, 8, 16, 30, 30]],
    [0, [0.5, 1, 2, 4, 8, 15, 15]],
  ])(
    'is tried again after a time that doubles up to a bound, with chance in it (%i)',
    async (random, pauses) => {
      chance = random;
      const desk = await SocketDesk.start();
      let closed = 0;
      class Counted extends WebSocket {
        constructor(url: string) {
          super(url);
          this.on('close', () => (closed += 1));
        }
      }
      const mizan = desk.open({ WebSocket: Counted });
      desk.isDown = true;
      channelStore(mizan, roomChannel, { room: 'lobby' }).subscribe(() => undefined);
      for (const [index, pause] of pauses.entries()) {
        await until(() => closed === index + 1);
        await pass(pause * second - 1);
        expect(desk.refusedUpgrades).toBe(index + 1);
        await pass(1);
      }
      await until(() => desk.refusedUpgrades === pauses.length + 1);
    },
  );

  it('is tried again soon where it held for long, and later where it did not', async () => {
    const { desk, store } = await openRoom();
    for (const [held, pause] of [
      [1, 1],
      [1, 2],
      [1, 4],
      [11, 1],
      [1, 2],
    ] as const) {
      await pass(held * second);
      const { length } = desk.opened;
      desk.kill();
      await until(() => store.getState().status === 'connecting');
      await pass(pause * second - 1);
      expect(desk.opened).toHaveLength(length);
      await pass(1);
      await until(() => store.getState().status === 'joined');
    }
    expect(desk.mostOpen).toBe(1);
  });

  it.each([
    ['a server that goes', 1001, 10],
    ['abuse', 1008, 30],
    ['an error of the server', 1011, 30],
    ['a slow reader', 1013, 30],
    ['too many sockets', 4429, 30],
  ])('is tried again after %s (%i) in %i s', async (_, code, pause) => {
    const { desk, store } = await openRoom();
    desk.close(code);
    await until(() => store.getState().status === 'connecting');
    await pass(pause * second - 1);
    expect(desk.opened).toHaveLength(1);
    await pass(1);
    await until(() => store.getState().status === 'joined');
  });

  it.each([
    [0, 0],
    [0.25, 2.5],
    [0.75, 7.5],
  ])(
    'since the server goes is tried again at a time of its own within 10 s (%d), and calls do not wait',
    async (random, pause) => {
      chance = random;
      const { desk, mizan, store } = await openRoom();
      desk.close(1001);
      await until(() => store.getState().status === 'connecting');
      if (pause > 2) await mizan.call(ping);
      expect(desk.runs.map(({ way }) => way)).toEqual(pause > 2 ? ['http'] : []);
      await pass(Math.max(0, pause * second - 1));
      if (pause > 0) expect(desk.opened).toHaveLength(1);
      await pass(1);
      await until(() => store.getState().status === 'joined');
    },
  );

  it('is not tried again before somebody needs it', async () => {
    const { desk, mizan, leave } = await openRoom();
    leave();
    await settle(mizan);
    desk.close(4408);
    await until(() => desk.openSockets.length === 0);
    await pass(60 * second);
    expect(desk.opened).toHaveLength(1);
    await mizan.call(ping);
    expect(desk.opened).toHaveLength(2);
  });

  it('is not tried again for a channel that was refused', async () => {
    const { desk, mizan, store, leave } = await openRoom();
    leave();
    await settle(mizan);
    desk.refuse = () => ({ code: 'FORBIDDEN', message: 'Not for you' });
    store.subscribe(() => undefined);
    await until(() => store.getState().status === 'refused');
    desk.close(1001);
    await until(() => desk.openSockets.length === 0);
    await pass(60 * second);
    expect(desk.opened).toHaveLength(1);
  });
});

describe('a connection that cannot be made', () => {
  it.each([
    ['without sockets', {}],
    ['with a URL that is none', { url: 'http://', WebSocket }],
  ])('%s is told to channels, and has calls go over HTTP', async (_, options) => {
    const desk = await SocketDesk.start();
    vi.stubGlobal('WebSocket', undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    const mizan = desk.open({}, { realtime: realtime(options) });
    const store = channelStore(mizan, roomChannel, { room: 'lobby' });
    store.subscribe(() => undefined);
    await until(() => store.getState().error !== undefined);
    expect(store.getState()).toMatchObject({
      status: 'connecting',
      error: { code: 'NETWORK_ERROR', cause: expect.any(TypeError) },
    });
    expect(await mizan.call(ping)).toEqual({ fn: 'ping' });
    expect(desk.runs.map(({ way }) => way)).toEqual(['http']);
  });
});

describe('a connection for somebody else', () => {
  it('is opened for a channel that was refused, though there is none any more', async () => {
    const desk = await SocketDesk.start();
    desk.refuse = () => ({ code: 'FORBIDDEN', message: 'Not for you' });
    const mizan = desk.open();
    const store = channelStore(mizan, roomChannel, { room: 'lobby' });
    store.subscribe(() => undefined);
    await until(() => store.getState().status === 'refused');
    await pass(61 * second);
    await until(() => desk.openSockets.length === 0);
    desk.refuse = () => undefined;
    mizan.reset();
    await until(() => store.getState().status === 'joined');
  });

  it('is opened at once, though it rests', async () => {
    const { desk, mizan, store } = await openRoom();
    desk.close(1013);
    await until(() => store.getState().status === 'connecting');
    mizan.reset();
    await until(() => store.getState().status === 'joined');
  });

  it('rests where the server finds everybody to be somebody else', async () => {
    const { desk, store } = await openRoom();
    for (const pause of [0, 2, 4]) {
      desk.close(4401);
      await until(() => store.getState().status === 'connecting');
      const { length } = desk.opened;
      await pass(Math.max(0, pause * second - 1));
      expect(desk.opened).toHaveLength(length);
      await pass(1);
      await until(() => store.getState().status === 'joined');
    }
  });
});

describe('a connection that stands', () => {
  it('is closed when nothing has needed it for a while, and opened again at once', async () => {
    const { desk, mizan, leave } = await openRoom();
    for (let turn = 0; turn < 10; turn += 1) {
      await pass(15 * second);
      await until(() => desk.framesOf('watch').length === Math.floor((15 * (turn + 1)) / 40));
    }
    expect(desk.openSockets).toHaveLength(1);
    leave();
    await settle(mizan);
    await pass(19 * second);
    expect(desk.openSockets).toHaveLength(1);
    await pass(22 * second);
    await until(() => desk.openSockets.length === 0);
    await mizan.call(ping);
    expect([desk.opened.length, desk.mostOpen]).toEqual([2, 1]);
  });

  it('is asked for a sign of life when it is silent, and given up where there is none', async () => {
    const { desk, store } = await openRoom();
    // Each answer is a sign.
    for (let turn = 0; turn < 5; turn += 1) {
      await pass(20 * second);
      await until(() => desk.framesOf('watch').length === Math.floor((turn + 1) / 2));
      expect(store.getState().status).toBe('joined');
    }
    desk.instead = ({ action }) => action === 'watch';
    await pass(40 * second);
    expect(store.getState().status).toBe('connecting');
    desk.instead = () => false;
    await pass(2 * second);
    await until(() => store.getState().status === 'joined');
  });

  it('is given up when it does not open', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    desk.isSilent = true;
    const store = channelStore(mizan, roomChannel, { room: 'lobby' });
    store.subscribe(() => undefined);
    await until(() => desk.refusedUpgrades === 1);
    desk.isSilent = false;
    await pass(62 * second);
    await until(() => store.getState().status === 'joined');
  });
});

const tokenOf = (url: string | undefined) => new URL(url ?? '', 'ws://desk').searchParams.get('token');

const claimsOf = (url: string | undefined): unknown =>
  JSON.parse(Buffer.from(tokenOf(url)?.split('.')[1] ?? '', 'base64url').toString());

describe('a connection with tokens', () => {
  it('brings the token in its URL, and is opened at once with another one when that has expired', async () => {
    const { desk, store } = await openRoom({ tokens: mwtTokens() });
    desk.close(4401);
    await until(() => store.getState().status === 'connecting');
    await pass(0);
    await until(() => store.getState().status === 'joined');
    expect(desk.opened.map(claimsOf)).toEqual([
      { sub: 'ada', number: 1 },
      { sub: 'ada', number: 2 },
    ]);
  });

  it('brings the same token as long as it is good', async () => {
    const { desk, store } = await openRoom({ tokens: mwtTokens() });
    desk.kill();
    await until(() => store.getState().status === 'connecting');
    await pass(second);
    await until(() => store.getState().status === 'joined');
    expect(desk.opened.map(claimsOf)).toEqual([
      { sub: 'ada', number: 1 },
      { sub: 'ada', number: 1 },
    ]);
  });

  it('rests where every token is refused', async () => {
    const { desk, store } = await openRoom({ tokens: mwtTokens() });
    desk.close(4401);
    await until(() => store.getState().status === 'connecting');
    await pass(0);
    await until(() => store.getState().status === 'joined');
    desk.close(4401);
    await until(() => store.getState().status === 'connecting');
    await pass(2 * second - 1);
    expect(desk.opened).toHaveLength(2);
    await pass(1);
    await until(() => store.getState().status === 'joined');
  });

  it('is opened without one for nobody', async () => {
    const desk = await SocketDesk.start();
    desk.refuse = (what) => (what === 'mwt_obtain' ? { code: 'UNAUTHORIZED', message: 'Who?' } : undefined);
    await desk.open({}, { tokens: mwtTokens() }).call(ping);
    expect(desk.opened).toEqual(['/ws']);
  });

  it('rests when no token is to be had', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open({}, { tokens: mwtTokens() });
    await mizan.fetch(ticketContext, { id: 7 });
    await pass(301 * second);
    desk.refuse = (what) =>
      what === 'mwt_obtain' ? { code: 'SERVICE_UNAVAILABLE', message: 'Later' } : undefined;
    const store = channelStore(mizan, roomChannel, { room: 'lobby' });
    store.subscribe(() => undefined);
    await until(() => desk.refused === 1);
    desk.refuse = () => undefined;
    await pass(6 * second);
    await until(() => store.getState().status === 'joined');
    expect(desk.opened).toHaveLength(1);
  });
});
