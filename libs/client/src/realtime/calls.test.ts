import { errorTable } from '@mizan/protocol';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMizan } from '../create-mizan.js';
import { SocketDesk } from '../fixture/socket-desk.js';
import { ping, rename, socketRename, socketTicket, ticketContext } from '../fixture/socket-refs.js';
import { frameFailure } from './frame-failure.js';

/** Has the desk take frames of one kind and not answer; gives how many came. */
function takeSilently(desk: SocketDesk, action: string) {
  let taken = 0;
  desk.instead = (frame) => {
    if (frame.action !== action) return false;
    taken += 1;
    return true;
  };
  return (count: number) => vi.waitUntil(() => taken === count);
}

describe('a websocket function', () => {
  it('goes over one socket, which is opened by the first call', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    expect(desk.opened).toEqual([]);
    const [renamed] = await Promise.all([
      mizan.call(socketRename, { id: 7, title: 'new' }),
      mizan.call(ping),
    ]);
    expect(renamed).toEqual({ title: 'new' });
    await mizan.call(ping);
    expect(desk.opened).toEqual(['/ws']);
    expect(desk.runs).toEqual([
      { fn: 'rename', args: { id: 7, title: 'new' }, way: 'socket' },
      { fn: 'ping', args: undefined, way: 'socket' },
      { fn: 'ping', args: undefined, way: 'socket' },
    ]);
  });

  it('goes over HTTP without the option, as other functions do with it', async () => {
    const desk = await SocketDesk.start();
    await desk.open({}, { realtime: undefined }).call(ping);
    await desk.open().call(rename, { id: 7, title: 'new' });
    expect(desk.runs.map(({ way }) => way)).toEqual(['http', 'http']);
    expect(desk.opened).toEqual([]);
  });

  it('refreshes what it made stale', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const store = mizan.context(socketTicket, { id: 7 });
    store.subscribe(() => undefined);
    await vi.waitUntil(() => store.getState().status === 'ready');
    await mizan.call(socketRename, { id: 7, title: 'new' });
    await vi.waitUntil(() => store.getState().data?.ticket.titles.length === 1);
    expect(desk.reads).toEqual([]);
    expect(desk.framesOf('ctx')).toHaveLength(2);
  });

  it('fails with what the server answers, fields too', async () => {
    const desk = await SocketDesk.start();
    const details = { fields: { title: ['is too long'] } };
    desk.refuse = () => ({ code: 'VALIDATION_ERROR', message: 'No', details });
    await expect(desk.open().call(ping)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      status: 422,
      message: 'No',
      fields: details.fields,
    });
  });

  it('that is in flight when the connection breaks fails, since it may have run, and is not sent again', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const taken = takeSilently(desk, 'rpc');
    const calls = [mizan.call(ping), mizan.call(ping)];
    await taken(2);
    desk.kill();
    for (const call of calls)
      await expect(call).rejects.toMatchObject({ code: 'CONNECTION_LOST', status: 0 });
    desk.instead = () => false;
    await mizan.call(ping);
    expect(desk.framesOf('rpc')).toHaveLength(3);
    expect(desk.runs).toHaveLength(1);
  });

  it('goes over HTTP when no connection is to be had, as all later ones do at once until there is one', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    desk.isDown = true;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    await Promise.all([mizan.call(ping), mizan.call(ping)]);
    desk.isDown = false;
    desk.isSilent = true;
    await mizan.call(ping);
    await vi.advanceTimersByTimeAsync(1000);
    // The next attempt is made for this one, which does not wait for it.
    await mizan.call(ping);
    await mizan.call(ping);
    expect(desk.runs.map(({ way }) => way)).toEqual(Array.from({ length: 5 }, () => 'http'));
    desk.isSilent = false;
    await vi.advanceTimersByTimeAsync(12_000);
    await mizan.call(ping);
    while (desk.openSockets.length === 0) await mizan.call(ping);
    await mizan.fetch(ticketContext, { id: 7 });
    await mizan.call(ping);
    expect(desk.runs.at(-1)?.way).toBe('socket');
  });

  it('goes over HTTP where a connection is not opened for 10 seconds, once', async () => {
    const desk = await SocketDesk.start();
    desk.isSilent = true;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
    const calling = desk.open().call(ping);
    await vi.advanceTimersByTimeAsync(9999);
    expect(desk.runs).toEqual([]);
    await vi.advanceTimersByTimeAsync(2);
    vi.useRealTimers();
    expect(await calling).toEqual({ fn: 'ping' });
    expect(desk.runs.map(({ way }) => way)).toEqual(['http']);
  });

  it('is not sent when it was given up before there was a connection', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    desk.isSilent = true;
    const caller = new AbortController();
    const calling = mizan.call(ping, undefined, caller);
    await vi.waitUntil(() => desk.refusedUpgrades === 1);
    caller.abort();
    await expect(calling).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(mizan.call(ping, undefined, caller)).rejects.toMatchObject({ code: 'ABORTED' });
    desk.isSilent = false;
    mizan.reset();
    await mizan.call(ping);
    expect(desk.framesOf('rpc')).toHaveLength(1);
  });

  it('is not sent over a connection that stands when it was given up before', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    await mizan.call(ping);
    const given = mizan.call(ping, undefined, { signal: AbortSignal.abort() });
    await expect(given).rejects.toMatchObject({ code: 'ABORTED' });
    await mizan.call(ping);
    expect(desk.runs).toHaveLength(2);
  });

  it('that was given up later is answered to nobody', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const caller = new AbortController();
    desk.instead = (frame, socket) => {
      caller.abort();
      desk.answer(frame, socket);
      return true;
    };
    await expect(mizan.call(ping, undefined, caller)).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await mizan.call(ping)).toEqual({ fn: 'ping' });
  });

  it('waits while 50 are not answered, and while 50 were sent in half a second', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const held: (() => void)[] = [];
    let most = 0;
    desk.instead = (frame, socket) => {
      if (frame.action === 'rpc')
        most = Math.max(
          most,
          held.push(() => desk.answer(frame, socket)),
        );
      return frame.action === 'rpc';
    };
    const start = Date.now();
    const calls = Array.from({ length: 121 }, () => mizan.call(ping));
    await vi.waitUntil(() => held.length === 50);
    // What is live is told all the same.
    mizan.context(ticketContext, { id: 7 }).subscribe(() => undefined, { live: true });
    await vi.waitUntil(() => desk.watched.length === 1);
    for (const count of [50, 50, 21]) {
      await vi.waitUntil(() => held.length >= count);
      for (const answer of held.splice(0)) answer();
    }
    await Promise.all(calls);
    expect(most).toBe(50);
    expect(Date.now() - start).toBeGreaterThan(990);
    expect(desk.framesOf('rpc')).toHaveLength(121);
  });

  it('is sent over HTTP when it is too long for a frame', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    // Two bytes each.
    await mizan.call(socketRename, { id: 7, title: 'é'.repeat(51_200) });
    await mizan.call(socketRename, { id: 7, title: 'e'.repeat(51_200) });
    expect(desk.runs.map(({ way }) => way)).toEqual(['http', 'socket']);
  });

  it('is sent over HTTP when the token of the connection was refused, since it did not run', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    desk.instead = ({ action, id }, socket) => {
      const error = { code: 'UNAUTHORIZED', message: 'Bad token', details: { reason: 'token' } };
      socket.send(JSON.stringify({ id, ok: false, error }));
      socket.close(4401);
      return action === 'rpc';
    };
    expect(await mizan.call(ping)).toEqual({ fn: 'ping' });
    expect(desk.runs.map(({ way }) => way)).toEqual(['http']);
  });

  it.each(['rpc', 'ctx'])(
    'is sent over HTTP when the server closes, and so has not run it (%s)',
    async (asked) => {
      const desk = await SocketDesk.start();
      const mizan = desk.open();
      desk.instead = ({ action, id }, socket) => {
        const error = { code: 'SERVICE_UNAVAILABLE', message: 'Closing', details: { reason: 'closing' } };
        socket.send(JSON.stringify({ id, ok: false, error }));
        return action === asked;
      };
      if (asked === 'rpc') expect(await mizan.call(ping)).toEqual({ fn: 'ping' });
      else expect(await mizan.fetch(socketTicket, { id: 7 })).toEqual({ ticket: { titles: [] } });
      expect([desk.runs.length, desk.reads.length]).toEqual(asked === 'rpc' ? [1, 0] : [0, 1]);
    },
  );

  it.each([
    ['CONFLICT', 'closing'],
    ['CONFLICT', 'token'],
    ['UNAUTHORIZED', 'closing'],
    ['SERVICE_UNAVAILABLE', 'token'],
  ])('that fails for a reason of its own has run, and is not sent again (%s: %s)', async (code, reason) => {
    const desk = await SocketDesk.start();
    desk.refuse = () => ({ code, message: 'No', details: { reason } });
    const calling = desk.open().call(ping);
    await expect(calling).rejects.toMatchObject({ code, details: { reason } });
    expect(desk.framesOf('rpc')).toHaveLength(1);
    expect(desk.refused).toBe(0);
  });

  it('fails with an input that no frame can hold, and hinders no other', async () => {
    const desk = await SocketDesk.start();
    const mizan = desk.open();
    const circle: { id: number; title: string; self?: unknown } = { id: 7, title: 'new' };
    circle.self = circle;
    const failing = expect(mizan.call(socketRename, circle)).rejects.toMatchObject({ code: 'NETWORK_ERROR' });
    expect(await mizan.call(ping)).toEqual({ fn: 'ping' });
    await failing;
  });
});

describe('a context of websocket functions', () => {
  it('goes over HTTP while there is no connection', async () => {
    const desk = await SocketDesk.start();
    desk.isDown = true;
    const mizan = desk.open();
    // It waits for a connection that is being opened, though not for long.
    expect(await mizan.fetch(socketTicket, { id: 7 })).toEqual({ ticket: { titles: [] } });
    expect(desk.reads).toEqual(['ticket/?id=7']);
  });

  it('is read over HTTP when the connection breaks before the answer', async () => {
    const desk = await SocketDesk.start();
    const taken = takeSilently(desk, 'ctx');
    const reading = desk.open().fetch(socketTicket, { id: 7 });
    await taken(1);
    desk.kill();
    expect(await reading).toEqual({ ticket: { titles: [] } });
    expect(desk.reads).toEqual(['ticket/?id=7']);
  });

  it('fails with what the server answers', async () => {
    const desk = await SocketDesk.start();
    desk.refuse = () => ({ code: 'FORBIDDEN', message: 'Not yours' });
    await expect(desk.open().fetch(socketTicket, { id: 7 })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      status: 403,
    });
    expect(desk.reads).toEqual([]);
  });
});

describe('where the socket is', () => {
  it('is a path at the server of the endpoints, or a full URL', async () => {
    const desk = await SocketDesk.start();
    await desk.open({ url: '/other?a=1' }).call(ping);
    const full = desk.origin.replace('http', 'ws');
    await createMizan({ ...desk.options({ url: `${full}/full` }), baseUrl: '/api/mizan' }).call(ping);
    await desk.open({ url: `${desk.origin}/from-http` }).call(ping);
    expect(desk.opened).toEqual(['/other?a=1', '/full', '/from-http']);
  });
});

describe('the status of a failure', () => {
  it.each(Object.entries(errorTable))('of %s is that of HTTP, or 500', (code, { status }) => {
    const rare = ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'NOT_IMPLEMENTED', 'GATEWAY_TIMEOUT'];
    expect(frameFailure({ code, message: 'No' }).status).toBe(rare.includes(code) ? 500 : status);
  });

  it.each([
    ['HTTP_418', 418],
    ['OF_THE_APP', 500],
  ])('of %s is %i', (code, status) => {
    expect(frameFailure({ code, message: 'No' })).toMatchObject({ code, status, message: 'No' });
  });
});
