import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { openSocket, type TestSocket } from '../../test-support/open-socket.js';
import { adapters, createApp, type StartedApp, startApp } from '../../test-support/start-app.js';
import {
  Arg,
  ChannelService,
  Identity,
  MizanChannel,
  MizanClient,
  type MizanIdentity,
  Typed,
  type WebSocketOptions,
} from '../index.js';

/** Calls of `wait`, and what ends them. */
let waiting: (() => void)[] = [];
let whenWaiting: () => void = () => undefined;

@Injectable()
class Functions {
  @MizanClient({ websocket: true, output: 'string' })
  echo(@Arg('text') text: string): string {
    return text;
  }
  @MizanClient({ websocket: true, output: 'boolean' })
  async wait(): Promise<boolean> {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      whenWaiting();
    });
    return true;
  }
  @MizanClient({ websocket: true, output: 'string' })
  long(): string {
    return 'x'.repeat(600_000);
  }
  @MizanClient({ websocket: true, output: 'string' })
  who(@Identity() who: MizanIdentity | null): string {
    return String(who?.id ?? 'nobody');
  }
}

class Line {
  @Typed() text!: string;
  @Typed('integer') number!: number;
}

@MizanChannel('news')
class News {
  static readonly serverMessage = Line;
  authorize() {
    return true;
  }
}

const readUser = (request: unknown): MizanIdentity | null => {
  const { headers } = request as { readonly headers: Readonly<Record<string, unknown>> };
  const user = headers['x-user'];
  return typeof user === 'string' ? { id: user, isStaff: false, isSuperuser: false, permissions: [] } : null;
};

let open: StartedApp | undefined;
afterEach(async () => {
  for (const resolve of waiting) resolve();
  waiting = [];
  await open?.close();
  open = undefined;
});

async function start(websocket: WebSocketOptions, more: object = {}): Promise<StartedApp> {
  open = await startApp(
    { providers: [Functions, News] },
    { mizan: { websocket, identity: readUser, ...more } },
  );
  return open;
}

const echo = (id: string | number, text = 'a') => ({ action: 'rpc', id, fn: 'echo', args: { text } });
const ok = (id: string | number, text = 'a') => ({ id, ok: true, data: { result: { result: text } } });
const failed = (id: string | number, code: string) => ({ id, ok: false, error: { code } });

describe('frames', () => {
  it('above the size close the socket with 1009', async () => {
    const app = await start({ maxFrameBytes: 1000 });
    const socket = await openSocket(`${app.origin}/ws`);
    expect(await socket.ask(echo(1, 'x'.repeat(900)))).toMatchObject({ ok: true });
    socket.send(echo(2, 'x'.repeat(1000)));
    expect(await socket.closed()).toBe(1009);
  });

  it('above the rate are TOO_MANY_REQUESTS, and too many of these close the socket with 1008', async () => {
    const app = await start({ maxFramesPerSecond: 5, maxBadFrames: 4 });
    const socket = await openSocket(`${app.origin}/ws`);
    for (let id = 0; id < 14; id += 1) socket.send(echo(id));
    const answers = new Map<unknown, unknown>();
    for (let count = 0; count < 14; count += 1) {
      const answer: { id?: unknown } = Object(await socket.next());
      answers.set(answer.id, answer);
    }
    for (let id = 0; id < 10; id += 1) expect(answers.get(id)).toEqual(ok(id));
    for (let id = 10; id < 14; id += 1)
      expect(answers.get(id)).toMatchObject(failed(id, 'TOO_MANY_REQUESTS'));
    for (let id = 14; id < 100; id += 1) socket.send(echo(id));
    expect(await socket.closed()).toBe(1008);
  });

  it.each([
    ['no JSON', 'hello'],
    ['another shape', '[1]'],
    ['a huge id', JSON.stringify({ action: 'rpc', id: 'x'.repeat(5000), fn: 'echo' })],
    ['a nested id', `{"action":"rpc","fn":"echo","id":${'['.repeat(9000)}${']'.repeat(9000)}}`],
    ['deep nesting', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['binary', Buffer.from(JSON.stringify(echo(1)))],
  ])('that are wrong (%s) get an error, and the socket lives on', async (_title, frame) => {
    const app = await start({});
    const socket = await openSocket(`${app.origin}/ws`);
    socket.sendRaw(frame);
    expect(await socket.next()).toEqual({ error: expect.stringMatching(/./) });
    expect(await socket.ask(echo(1))).toEqual(ok(1));
  });

  it('with deep nesting in what a function takes are VALIDATION_ERROR', async () => {
    const app = await start({});
    const socket = await openSocket(`${app.origin}/ws`);
    socket.sendRaw(
      `{"action":"rpc","id":1,"fn":"echo","args":{"text":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
    );
    expect(await socket.next()).toMatchObject(failed(1, 'VALIDATION_ERROR'));
  });

  it('that are wrong again and again close the socket with 1008', async () => {
    const app = await start({ maxBadFrames: 3 });
    const socket = await openSocket(`${app.origin}/ws`);
    for (let count = 0; count < 3; count += 1) expect(await socket.ask({})).toHaveProperty('error');
    socket.send({});
    expect(await socket.closed()).toBe(1008);
  });

  it('in front of too many running calls are TOO_MANY_REQUESTS', async () => {
    const app = await start({ maxRunningCalls: 2 });
    const socket = await openSocket(`${app.origin}/ws`);
    for (const id of [1, 2, 3]) socket.send({ action: 'rpc', id, fn: 'wait' });
    expect(await socket.next()).toMatchObject(failed(3, 'TOO_MANY_REQUESTS'));
    for (const resolve of waiting) resolve();
    expect([await socket.next(), await socket.next()]).toMatchObject([
      { id: 1, ok: true },
      { id: 2, ok: true },
    ]);
    expect(await socket.ask(echo(4))).toEqual(ok(4));
  });
});

describe('the origin of a page', () => {
  it.each([
    ['this host', (origin: string) => origin, {}],
    [
      'one on the list',
      () => 'https://app.example.org',
      { csrf: { allowedOrigins: ['https://app.example.org'] } },
    ],
  ])('lets in %s', async (_title, from, mizan) => {
    const app = await start({}, mizan);
    const socket = await openSocket(`${app.origin}/ws`, { Origin: from(app.origin) });
    expect(await socket.ask(echo(1))).toEqual(ok(1));
  });

  it.each(['https://evil.example', 'null', 'http://127.0.0.1', 'http://127.0.0.1:1'])(
    'keeps out %s with 403',
    async (origin) => {
      const app = await start({}, { csrf: { allowedOrigins: ['https://app.example.org'] } });
      await expect(openSocket(`${app.origin}/ws`, { Origin: origin })).rejects.toThrow('403');
    },
  );

  it('lets in a program, which says none', async () => {
    const app = await start({});
    const socket = await openSocket(`${app.origin}/ws`, { Cookie: 'session=1' });
    expect(await socket.ask(echo(1))).toEqual(ok(1));
  });
});

describe('sockets', () => {
  it('of one identity above the number are closed with 4429, until others have gone', async () => {
    const app = await start({ maxSocketsPerIdentity: 2 });
    const enter = (user: string) => openSocket(`${app.origin}/ws`, { 'X-User': user });
    const [first] = [await enter('ada'), await enter('ada')];
    expect(await (await enter('ada')).closed()).toBe(4429);
    const other = await enter('bo');
    expect(await other.ask({ action: 'rpc', id: 1, fn: 'who' })).toMatchObject(ok(1, 'bo'));
    await first?.close();
    const again = await enter('ada');
    expect(await again.ask({ action: 'rpc', id: 1, fn: 'who' })).toMatchObject(ok(1, 'ada'));
  });

  it('of nobody have a number of their own', async () => {
    const app = await start({ maxSocketsPerIdentity: 1, maxAnonymousSockets: 2 });
    const enter = (headers = {}) => openSocket(`${app.origin}/ws`, headers);
    const first = await enter();
    const second = await enter();
    expect(await second.ask({ action: 'rpc', id: 1, fn: 'who' })).toMatchObject(ok(1, 'nobody'));
    expect(await (await enter()).closed()).toBe(4429);
    // Who has signed in is let in all the same.
    const ada = await enter({ 'X-User': 'ada' });
    expect(await ada.ask({ action: 'rpc', id: 1, fn: 'who' })).toMatchObject(ok(1, 'ada'));
    await first.close();
    const again = await enter();
    expect(await again.ask({ action: 'rpc', id: 1, fn: 'who' })).toMatchObject(ok(1, 'nobody'));
  });

  it('that answer no ping are cut off', async () => {
    const app = await start({ pingInterval: 0.05 });
    const [alive, dead] = [
      await openSocket(`${app.origin}/ws`),
      await openSocket(`${app.origin}/ws`, {}, { autoPong: false }),
    ];
    expect(await dead.closed()).toBe(1006);
    expect(await alive.ask(echo(1))).toEqual(ok(1));
  });

  it('that ask for nothing are closed with 4408', async () => {
    const app = await start({ idleTimeout: 0.1 });
    const socket = await openSocket(`${app.origin}/ws`);
    expect(await socket.ask(echo(1))).toEqual(ok(1));
    expect(await socket.closed()).toBe(4408);
  });

  it('whose calls run are not idle', async () => {
    const app = await start({ idleTimeout: 0.1 });
    const [busy, idle] = [await openSocket(`${app.origin}/ws`), await openSocket(`${app.origin}/ws`)];
    busy.send({ action: 'rpc', id: 1, fn: 'wait' });
    expect(await idle.closed()).toBe(4408);
    for (const resolve of waiting) resolve();
    expect(await busy.next()).toMatchObject({ id: 1, ok: true });
  });

  it('that do not read are closed with 1013, and others do not wait for them', async () => {
    const app = await start({ maxWaitingBytes: 100_000, maxFramesPerSecond: 100_000 });
    const [slow, quick] = [await openSocket(`${app.origin}/ws`), await openSocket(`${app.origin}/ws`)];
    const text = 'x'.repeat(90_000);
    slow.raw.pause();
    // More than the buffers between here and there can hold.
    for (let id = 0; id < 400; id += 1) slow.send(echo(id, text));
    expect(await quick.ask(echo(1))).toEqual(ok(1));
    slow.raw.resume();
    expect(await slow.closed()).toBe(1013);
    expect(await quick.ask(echo(2))).toEqual(ok(2));
  });
});

describe('a client that reads', () => {
  it('gets several long answers at once', async () => {
    const app = await start({});
    const socket = await openSocket(`${app.origin}/ws`);
    for (const id of [1, 2, 3, 4]) socket.send({ action: 'rpc', id, fn: 'long' });
    for (const id of [1, 2, 3, 4]) expect(await socket.next()).toMatchObject({ id, ok: true });
  });

  it('gets all of what is said to a channel without a pause', async () => {
    const app = await start({});
    const socket = await openSocket(`${app.origin}/ws`);
    expect(await socket.ask({ action: 'subscribe', channel: 'news' })).toMatchObject({ subscribed: true });
    const channels = app.app.get(ChannelService);
    const count = 3000;
    for (let number = 0; number < count; number += 1)
      await channels.push(News, {}, { text: 'x'.repeat(400), number });
    for (let number = 0; number < count; number += 1)
      expect(await socket.next()).toMatchObject({ data: { number } });
  });
});

describe.each(adapters)('when the app closes, on %s', (adapter) => {
  const startWaiting = async (websocket: WebSocketOptions = {}) => {
    const app = await startApp({ providers: [Functions] }, { adapter, mizan: { websocket } });
    const socket: TestSocket = await openSocket(`${app.origin}/ws`);
    const running = new Promise<void>((resolve) => (whenWaiting = resolve));
    socket.send({ action: 'rpc', id: 1, fn: 'wait' });
    await running;
    return { app, socket };
  };

  it('running calls end, what comes meanwhile is told, and the socket closes with 1001', async () => {
    const { app, socket } = await startWaiting();
    const closing = app.close();
    expect(await socket.ask(echo(2))).toMatchObject({
      ...failed(2, 'SERVICE_UNAVAILABLE'),
      error: { details: { reason: 'closing' } },
    });
    await expect(openSocket(`${app.origin}/ws`)).rejects.toThrow('503');
    for (const resolve of waiting) resolve();
    expect(await socket.next()).toMatchObject({ id: 1, ok: true });
    expect(await socket.closed()).toBe(1001);
    await closing;
  });

  it('what closes in onApplicationShutdown closes after running calls', async () => {
    let isClosed = false;
    @Injectable()
    class Database implements OnApplicationShutdown {
      onApplicationShutdown(): void {
        isClosed = true;
      }
    }
    const app = await startApp({ providers: [Functions, Database] }, { adapter, mizan: {} });
    const socket = await openSocket(`${app.origin}/ws`);
    const running = new Promise<void>((resolve) => (whenWaiting = resolve));
    socket.send({ action: 'rpc', id: 1, fn: 'wait' });
    await running;
    const closing = app.close();
    expect(await socket.ask(echo(2))).toMatchObject(failed(2, 'SERVICE_UNAVAILABLE'));
    expect(isClosed).toBe(false);
    for (const resolve of waiting) resolve();
    expect(await socket.next()).toMatchObject({ id: 1, ok: true });
    await closing;
    expect(isClosed).toBe(true);
  });

  it('calls that take too long are not waited for', async () => {
    const { app, socket } = await startWaiting({ drainTimeout: 0.05 });
    await app.close();
    expect(await socket.closed()).toBe(1001);
  });

  it('a client that does not agree to the close is cut off', async () => {
    const app = await startApp({ providers: [Functions] }, { adapter });
    const socket = await openSocket(`${app.origin}/ws`);
    socket.raw.pause();
    await app.close();
    socket.raw.resume();
    expect(await socket.closed()).toBeGreaterThan(1000);
  });
});

describe('options of the socket', () => {
  it.each([
    [{ maxFrames: 1 }, 'websocket.maxFrames'],
    [{ path: 'ws' }, 'websocket.path'],
    [{ path: '/ws/' }, 'websocket.path'],
    [{ prepare: true }, 'websocket.prepare'],
    [{ pingInterval: 0 }, 'websocket.pingInterval'],
    [{ maxFrameBytes: '1kb' }, 'websocket.maxFrameBytes'],
    [{ maxFrameBytes: 0.5 }, 'websocket.maxFrameBytes'],
    [{ maxWaitingBytes: Number.POSITIVE_INFINITY }, 'websocket.maxWaitingBytes'],
    [{ idleTimeout: Number.NaN }, 'websocket.idleTimeout'],
    [{ drainTimeout: Number.POSITIVE_INFINITY }, 'websocket.drainTimeout'],
    [{ recheckInterval: 2_147_484 }, 'websocket.recheckInterval'],
    [null, 'websocket'],
    [true, 'websocket'],
    [[], 'websocket'],
  ])('%j is refused at boot', async (websocket: unknown, where) => {
    // What an app without types may say.
    const mizan = { websocket: websocket as WebSocketOptions };
    const app = await createApp({ providers: [Functions] }, { mizan });
    await expect(app.init()).rejects.toMatchObject({ code: 'MIZAN_BOOT', problems: [{ where }] });
    await app.close();
  });

  it('that are undefined are left out, and the longest time is no short one', async () => {
    const longest = 2_147_483;
    const app = await start({
      ...({ path: undefined, prepare: undefined, maxRunningCalls: undefined } as object),
      pingInterval: longest,
      idleTimeout: longest,
      recheckInterval: longest,
    });
    const socket = await openSocket(`${app.origin}/ws`);
    let pings = 0;
    socket.raw.on('ping', () => (pings += 1));
    for (let id = 0; id < 20; id += 1) expect(await socket.ask(echo(id))).toEqual(ok(id));
    expect(pings).toBe(0);
  });

  it('the path can be another one', async () => {
    const app = await start({ path: '/live/socket' });
    const socket = await openSocket(`${app.origin}/live/socket`);
    expect(await socket.ask(echo(1))).toEqual(ok(1));
    await expect(openSocket(`${app.origin}/ws`)).rejects.toThrow('404');
  });
});
