import { randomBytes } from 'node:crypto';
import { mintJwt, secretTokenKey } from '@mizan/protocol/tokens';
import { Injectable } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { heard, ticket, told, watch, watching } from '../../test-support/live-frames.js';
import { Line, News } from '../../test-support/news.channel.js';
import { openSocket, type TestSocket } from '../../test-support/open-socket.js';
import { RelayBus } from '../../test-support/relay-bus.js';
import { createSessionStore, person, startSessionApp } from '../../test-support/session-app.js';
import { adapters, startApp, type StartedApp, type StartOptions } from '../../test-support/start-app.js';
import {
  Arg,
  ChannelService,
  defineContext,
  MizanChannel,
  MizanClient,
  type MizanIdentity,
  type SocketRequest,
  SocketService,
  Unauthorized,
} from '../index.js';

const TicketContext = defineContext('ticket');

@Injectable()
class Functions {
  @MizanClient({ context: TicketContext, output: 'boolean' })
  async ticket(@Arg('ticket_id', 'integer') _id: number): Promise<boolean> {
    await whenRead();
    return true;
  }
  @MizanClient({ affects: TicketContext, output: 'boolean' })
  touch(@Arg('ticket_id', 'integer') _id: number): boolean {
    return true;
  }
}

/** What was said there. */
let said: string[] = [];

@MizanChannel('chat')
class Chat {
  static readonly clientMessage = Line;
  authorize() {
    return true;
  }
  receive(_params: unknown, { text }: Line): void {
    said.push(text);
  }
}

type Someone = (MizanIdentity & Readonly<Record<string, unknown>>) | null;
const someone = (id: string | number, more: object = {}): Someone => ({
  id,
  isStaff: false,
  isSuperuser: false,
  permissions: [],
  ...more,
});

/** Who is at every socket. */
let current: Someone;
let identify: () => Someone | Promise<Someone>;
/** What reading a ticket waits for. */
let whenRead: () => unknown = () => undefined;
let apps: StartedApp[] = [];
beforeEach(() => {
  current = someone('ada');
  identify = () => current;
  whenRead = () => undefined;
  said = [];
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function start({ mizan, ...options }: StartOptions = {}): Promise<StartedApp> {
  const app = await startApp(
    { providers: [Functions, News, Chat] },
    { ...options, mizan: { identity: () => identify(), ...mizan } },
  );
  apps.push(app);
  return app;
}

const open = (app: StartedApp, headers = {}): Promise<TestSocket> => openSocket(`${app.origin}/ws`, headers);
const recheck = (app: StartedApp, id: string | number) => app.app.get(SocketService).recheck(id);
const subscribe = { action: 'subscribe', channel: 'news' };
const subscribed = { subscribed: true, channel: 'news', params: {} };

const fail = () => {
  throw new Error('secret: the database is gone');
};

const stuck = () => new Promise<never>(() => undefined);

/** Who is there, by the user that a socket names. */
const perUser =
  (answers: Readonly<Record<string, () => Someone | Promise<Someone>>>) => (request: unknown) => {
    const { headers } = request as { headers: Record<string, string | undefined> };
    return answers[headers['x-user'] ?? '']?.() ?? null;
  };

const ways = [
  ['watches', watch(ticket(7)), watching(1)],
  ['has subscribed', subscribe, subscribed],
] as const;

describe.each(ways)('a socket that %s', (_, frame, answer) => {
  it.each([
    ['signed out', null],
    ['is somebody else', someone('sam')],
    ['has the same id as a number', someone(5)],
    ['has lost a right', someone('ada', { permissions: [] })],
    ['is no staff any more', someone('ada', { permissions: ['close'], isStaff: false })],
    ['is of another tenant', someone('ada', { permissions: ['close'], isStaff: true, tenant: 'b' })],
  ])('is closed with 4401 when who was there %s', async (_why, next) => {
    const isNumber = next?.id === 5;
    const before = { permissions: ['close'], isStaff: true, tenant: 'a' };
    current = isNumber ? someone('5') : someone('ada', before);
    const app = await start();
    const socket = await open(app);
    expect(await socket.ask(frame)).toEqual(answer);
    const id = isNumber ? '5' : 'ada';
    await recheck(app, id);
    expect(await heard(socket)).toEqual([]);
    current = next;
    await recheck(app, id);
    expect(await socket.closed()).toBe(4401);
  });

  it('is looked at every `recheckInterval`', async () => {
    const app = await start({ mizan: { websocket: { recheckInterval: 0.05 } } });
    const socket = await open(app);
    expect(await socket.ask(frame)).toEqual(answer);
    current = null;
    expect(await socket.closed()).toBe(4401);
  });

  it('is nobody, and is closed when somebody signs in', async () => {
    current = null;
    const app = await start({ mizan: { websocket: { recheckInterval: 0.05 } } });
    const socket = await open(app);
    expect(await socket.ask(frame)).toEqual(answer);
    current = someone('ada');
    expect(await socket.closed()).toBe(4401);
  });

  it('is closed in the process that it is at, whichever was told', async () => {
    const bus = new RelayBus();
    const [here, there] = [await start({ relay: bus.join() }), await start({ relay: bus.join() })];
    const socket = await open(there);
    expect(await socket.ask(frame)).toEqual(answer);
    current = null;
    await recheck(here, 'ada');
    expect(await socket.closed()).toBe(4401);
  });

  it('is looked at when texts of other processes may be lost, one of which may be a sign-out', async () => {
    const bus = new RelayBus();
    const [here, there] = [await start({ relay: bus.join() }), await start({ relay: bus.join() })];
    const socket = await open(there);
    expect(await socket.ask(frame)).toEqual(answer);
    bus.lose();
    expect(await heard(socket)).toEqual([{ type: 'gap' }]);
    current = null;
    bus.hold();
    await recheck(here, 'ada');
    bus.lose();
    expect(await socket.closed()).toBe(4401);
  });

  it('is closed when its next such frame is from somebody else', async () => {
    const app = await start();
    const socket = await open(app);
    expect(await socket.ask(frame)).toEqual(answer);
    current = someone('sam');
    socket.send(frame === subscribe ? watch(ticket(8)) : subscribe);
    expect(await socket.closed()).toBe(4401);
  });

  it('is closed when who it is was found out before the sign-out, and told after it', async () => {
    const app = await start();
    const socket = await open(app);
    await heard(socket);
    const answers: ((who: Someone) => void)[] = [];
    const asked = new Promise<void>((resolve) => {
      identify = () => {
        resolve();
        return new Promise((answered) => answers.push(answered));
      };
    });
    socket.send(frame);
    await asked;
    identify = () => null;
    const looking = recheck(app, 'ada');
    for (const answerIdentity of answers) answerIdentity(someone('ada'));
    await looking;
    expect(await socket.closed()).toBe(4401);
  });

  it('stays when it cannot be found out who is there, and is closed with 1011 when that lasts', async () => {
    const app = await start();
    const socket = await open(app);
    expect(await socket.ask(frame)).toEqual(answer);
    identify = fail;
    await recheck(app, 'ada');
    expect(await heard(socket)).toEqual([]);
    identify = () => current;
    await recheck(app, 'ada');
    identify = fail;
    await recheck(app, 'ada');
    expect(await heard(socket)).toEqual([]);
    await recheck(app, 'ada');
    expect(await socket.closed()).toBe(1011);
  });

  it('is nobody where `identity` refuses, and stays as long as it does', async () => {
    identify = () => {
      throw new Unauthorized();
    };
    const app = await start();
    const socket = await open(app);
    if (frame === subscribe) {
      expect(await socket.ask(frame)).toMatchObject({ error: expect.anything(), channel: 'news' });
      return;
    }
    expect(await socket.ask(frame)).toEqual(answer);
    await recheck(app, 'ada');
    expect(await heard(socket)).toEqual([]);
  });

  it('stays when what it holds has no text, as long as its rights are the same', async () => {
    current = someone('ada', { check: () => true });
    const app = await start();
    const socket = await open(app);
    expect(await socket.ask(frame)).toEqual(answer);
    current = someone('ada', { check: () => false });
    await recheck(app, 'ada');
    expect(await heard(socket)).toEqual([]);
    current = someone('ada', { check: () => true, isStaff: true });
    await recheck(app, 'ada');
    expect(await socket.closed()).toBe(4401);
  });
});

const message = (text: string) => ({ action: 'message', channel: 'chat', data: { text } });

describe('a message', () => {
  it('of somebody else than who joined is not received, and closes the socket with 4401', async () => {
    const app = await start();
    const socket = await open(app);
    expect(await socket.ask({ action: 'subscribe', channel: 'chat' })).toMatchObject({ subscribed: true });
    socket.send(message('a'));
    expect(await heard(socket)).toEqual([]);
    current = someone('eve');
    socket.send(message('b'));
    expect(await socket.closed()).toBe(4401);
    expect(said).toEqual(['a']);
  });
});

describe('a socket that listens nowhere', () => {
  it('is not looked at: each of its calls asks who it is', async () => {
    const app = await start({ mizan: { websocket: { recheckInterval: 0.05 } } });
    const [quiet, listening] = [await open(app), await open(app)];
    await listening.ask(watch(ticket(7)));
    current = null;
    expect(await listening.closed()).toBe(4401);
    expect(await heard(quiet)).toEqual([]);
  });

  it('any more is not closed, but is when it begins to listen as somebody else', async () => {
    const app = await start({ mizan: { websocket: { recheckInterval: 0.05 } } });
    const [quiet, listening] = [await open(app), await open(app)];
    await quiet.ask(watch(ticket(7)));
    await quiet.ask(watch());
    await listening.ask(watch(ticket(7)));
    current = null;
    expect(await listening.closed()).toBe(4401);
    expect(await heard(quiet)).toEqual([]);
    quiet.send(watch(ticket(7)));
    expect(await quiet.closed()).toBe(4401);
  });
});

describe('whose socket is closed', () => {
  it('is told nothing more, and others are', async () => {
    identify = () => null;
    const byUser = (request: unknown) => {
      const { headers } = request as { headers: Record<string, string | undefined> };
      const id = headers['x-user'];
      return id === undefined || id === current?.id ? null : someone(id);
    };
    const app = await start({ mizan: { identity: byUser } });
    current = null;
    const [ada, sam] = [await open(app, { 'x-user': 'ada' }), await open(app, { 'x-user': 'sam' })];
    for (const socket of [ada, sam]) {
      await socket.ask(watch(ticket(7)));
      await socket.ask(subscribe);
    }
    const frames: unknown[] = [];
    ada.raw.on('message', (data: Buffer) => frames.push(data.toString()));
    current = someone('ada');
    const looking = recheck(app, 'ada');
    await looking;
    await app.call('touch', { ticket_id: 7 });
    await app.app.get(ChannelService).push(News, {}, { text: 'a' });
    expect(await ada.closed()).toBe(4401);
    expect(frames).toEqual([]);
    expect(await heard(sam)).toHaveLength(2);
  });
});

describe.each(ways)('a socket whose look-up never ends, where it %s', (_, frame, answer) => {
  it('is closed with 1011 at the second look, and keeps no other from being looked at', async () => {
    const answers: Record<string, () => Someone | Promise<Someone>> = {
      ada: () => current,
      bob: () => someone('bob'),
    };
    const app = await start({
      mizan: { identity: perUser(answers), websocket: { recheckInterval: 0.05 } },
    });
    const stuckOnes = await Promise.all(Array.from({ length: 25 }, () => open(app, { 'x-user': 'bob' })));
    for (const socket of stuckOnes) expect(await socket.ask(frame)).toEqual(answer);
    const ada = await open(app, { 'x-user': 'ada' });
    expect(await ada.ask(frame)).toEqual(answer);
    answers['bob'] = stuck;
    for (const socket of stuckOnes) expect(await socket.closed()).toBe(1011);
    current = null;
    expect(await ada.closed()).toBe(4401);
  });

  it('at its first such frame keeps no sign-out waiting', async () => {
    const app = await start({
      mizan: {
        identity: perUser({ ada: () => current, bob: stuck }),
        websocket: { drainTimeout: 0.05 },
      },
    });
    const strangers = await Promise.all(Array.from({ length: 25 }, () => open(app, { 'x-user': 'bob' })));
    for (const socket of strangers) socket.send(frame);
    const ada = await open(app, { 'x-user': 'ada' });
    expect(await ada.ask(frame)).toEqual(answer);
    current = null;
    await recheck(app, 'ada');
    expect(await ada.closed()).toBe(4401);
  });
});

describe('an entry whose read never ends', () => {
  it('keeps no socket from being looked at, and is read again', async () => {
    const app = await start({ mizan: { websocket: { recheckInterval: 0.05 } } });
    const socket = await open(app);
    expect(await socket.ask(watch(ticket(7)))).toEqual(watching(1));
    let reads = 0;
    const readTwice = new Promise<void>((resolve) => {
      whenRead = () => {
        reads += 1;
        if (reads === 2) resolve();
        return stuck();
      };
    });
    await app.call('touch', { ticket_id: 7 });
    await readTwice;
    current = null;
    expect(await socket.closed()).toBe(4401);
  });
});

interface Sessioned {
  session?: { readonly user?: string } | null | undefined;
}

const readUser = (people: ReadonlyMap<string, MizanIdentity>) => (request: unknown) =>
  people.get((request as Sessioned).session?.user ?? '') ?? null;

/** What a session library does for requests, but for the signature of its cookie. */
function findSession(store: ReturnType<typeof createSessionStore>) {
  return (request: SocketRequest & Sessioned): Promise<void> => {
    const [, value = ''] = /=(.*)$/.exec(request.headers.cookie ?? '') ?? [];
    const [id = ''] = decodeURIComponent(value).replace(/^s:/, '').split('.');
    return new Promise((resolve) =>
      store.get(id, (_error: unknown, found: unknown) => {
        request.session = found as Sessioned['session'];
        resolve();
      }),
    );
  };
}

describe.each(adapters)('a cookie session, on %s', (adapter) => {
  it.each(['leave', 'sign-out'])('that ended by %s closes the socket that watches under it', async (how) => {
    const store = createSessionStore(adapter);
    const people = new Map([person('ada')]);
    const app = await startSessionApp({
      adapter,
      people,
      store,
      tokens: undefined,
      providers: [Functions],
      start: { mizan: { identity: readUser(people), websocket: { prepare: findSession(store) } } },
    });
    apps.push(app);
    const browser = app.open();
    await browser.signIn('ada');
    const socket = await open(app, { Cookie: browser.cookie });
    expect(await socket.ask(watch(ticket(7)))).toEqual(watching(1));
    await app.call('touch', { ticket_id: 7 });
    expect(await heard(socket)).toEqual([told(ticket(7))]);
    await browser.post(`/${how}`);
    await recheck(app, 'ada');
    expect(await socket.closed()).toBe(4401);
  });
});

describe('an id that is a number', () => {
  it.each([
    [7, '7'],
    ['7', 7],
  ])('is looked for as %j where a socket knows it as %j', async (asked, known) => {
    current = someone(known);
    const app = await start();
    const socket = await open(app);
    expect(await socket.ask(watch(ticket(7)))).toEqual(watching(1));
    current = null;
    await recheck(app, asked);
    expect(await socket.closed()).toBe(4401);
  });
});

describe('an access token that expires', () => {
  it('closes a socket that watches, at the next look', async () => {
    const key = randomBytes(32).toString('hex');
    const now = Math.floor(Date.now() / 1000);
    const subject = { id: 'ada', sessionId: 's', isStaff: false, isSuperuser: false };
    const token = await mintJwt(subject, secretTokenKey(key), { type: 'access', now });
    const app = await start({ mizan: { tokens: { jwt: { key, sessions: false } } } });
    const socket = await openSocket(`${app.origin}/ws?token=${token}`);
    expect(await socket.ask(watch(ticket(7)))).toEqual(watching(1));
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 400_000);
    await recheck(app, 'ada');
    expect(await socket.closed()).toBe(4401);
  });
});
