import { createHmac, randomBytes } from 'node:crypto';
import { ServerResponse } from 'node:http';
import { mintJwt, mintMwt, secretTokenKey } from '@mizan/protocol/tokens';
import { Injectable } from '@nestjs/common';
import session from 'express-session';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSocket } from '../../test-support/open-socket.js';
import { type StartedApp, startApp } from '../../test-support/start-app.js';
import { Identity, MizanClient, type MizanIdentity, type MizanOptions } from '../index.js';

@Injectable()
class Functions {
  @MizanClient({ websocket: true, output: 'string' })
  who(@Identity() who: MizanIdentity | null): string {
    return String(who?.id ?? 'nobody');
  }
  @MizanClient({ websocket: true, auth: true, output: 'boolean' })
  member(): boolean {
    return true;
  }
}

const person = (id: string) => ({ id, isStaff: false, isSuperuser: false, permissions: [] });
const readCookie = (request: { headers: { cookie?: string } }) => {
  const [, name] = /user=(\w+)/.exec(request.headers.cookie ?? '') ?? [];
  return name === undefined ? null : person(name);
};
const secret = randomBytes(32).toString('hex');
const now = () => Math.floor(Date.now() / 1000);
const mintAccess = () =>
  mintJwt({ id: 'ada', sessionId: 's', isStaff: false, isSuperuser: false }, secretTokenKey(secret), {
    type: 'access',
    now: now(),
  });
const jwt = { key: secret, sessions: false } as const;
const who = { action: 'rpc', id: 1, fn: 'who' };
const isWho = (name: string) => ({ ok: true, data: { result: { result: name } } });

let app: StartedApp | undefined;
afterEach(() => app?.close());

async function start(mizan: MizanOptions): Promise<string> {
  app = await startApp({ providers: [Functions] }, { mizan });
  return `${app.origin}/ws`;
}

const expire = () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(Date.now() + 400_000);
};

describe('who is at a socket', () => {
  it('is who its cookie says', async () => {
    const url = await start({ identity: readCookie as never });
    const socket = await openSocket(url, { Cookie: 'user=sam' });
    expect(await socket.ask(who)).toMatchObject(isWho('sam'));
    const other = await openSocket(url);
    expect(await other.ask(who)).toMatchObject(isWho('nobody'));
    expect(await other.ask({ ...who, fn: 'member' })).toMatchObject({
      ok: false,
      error: { code: 'UNAUTHORIZED' },
    });
  });

  it('is asked for each call: who signs out is nobody from then on', async () => {
    const signedIn = new Set(['sam']);
    const identity = () => (signedIn.has('sam') ? person('sam') : null);
    const socket = await openSocket(await start({ identity }));
    expect(await socket.ask(who)).toMatchObject(isWho('sam'));
    signedIn.clear();
    expect(await socket.ask(who)).toMatchObject(isWho('nobody'));
  });

  it('is who the session says that `prepare` looks up, as middleware does for requests', async () => {
    const store = new session.MemoryStore();
    const middleware = session({ secret, store, resave: false, saveUninitialized: false, name: 'sid' });
    const url = await start({
      identity: (request: unknown) => {
        const { user } = (request as { session: { user?: string } }).session;
        return user === undefined ? null : person(user);
      },
      websocket: {
        prepare: (request) =>
          new Promise((resolve, reject) =>
            middleware(request as never, new ServerResponse(request as never) as never, (error?: unknown) =>
              error === undefined ? resolve() : reject(error),
            ),
          ),
      },
    });
    const { cookie, destroy } = await openSession(store);
    const socket = await openSocket(url, { Cookie: cookie });
    expect(await socket.ask(who)).toMatchObject(isWho('sam'));
    await destroy();
    expect(await socket.ask(who)).toMatchObject(isWho('nobody'));
  });

  it('an error of `prepare` refuses the frame and tells nothing', async () => {
    const url = await start({
      websocket: {
        prepare: (request) => {
          if (request.body !== undefined) throw new Error('secret internals');
        },
      },
    });
    const socket = await openSocket(url);
    const answer = await socket.ask(who);
    expect(answer).toMatchObject({ id: 1, ok: false, error: { code: 'INTERNAL_ERROR' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(app?.logged.some(({ text }) => text.includes('secret internals'))).toBe(true);
  });

  it('closes a socket with 1011 when who opens it cannot be found out', async () => {
    const url = await start({
      websocket: {
        prepare: () => {
          throw new Error('away');
        },
      },
    });
    expect(await (await openSocket(url)).closed()).toBe(1011);
  });
});

describe('?token=', () => {
  it('is who a good access token is for, whatever the cookie says', async () => {
    const url = await start({ tokens: { jwt }, identity: readCookie as never });
    const socket = await openSocket(`${url}?token=${await mintAccess()}`, { Cookie: 'user=sam' });
    expect(await socket.ask(who)).toMatchObject(isWho('ada'));
    expect(await socket.ask({ ...who, fn: 'member' })).toMatchObject({ ok: true });
  });

  it('takes an MWT as well', async () => {
    const url = await start({ tokens: { mwt: { secret } } });
    const subject = { id: 'ada', isStaff: false, isSuperuser: false, permissionKey: 'x' };
    const token = await mintMwt(subject, secretTokenKey(secret, 'v1'), { now: now() });
    expect(await (await openSocket(`${url}?token=${token}`)).ask(who)).toMatchObject(isWho('ada'));
  });

  it('is nobody when it is bad, also when the cookie is good', async () => {
    const url = await start({ tokens: { jwt }, identity: readCookie as never });
    const socket = await openSocket(`${url}?token=bad`, { Cookie: 'user=sam' });
    expect(await socket.ask(who)).toMatchObject(isWho('nobody'));
    expect(await socket.ask({ ...who, fn: 'member' })).toMatchObject({ error: { code: 'UNAUTHORIZED' } });
  });

  it("is the app's own where no tokens are configured", async () => {
    const url = await start({ identity: readCookie as never });
    expect(await (await openSocket(`${url}?token=bad`, { Cookie: 'user=sam' })).ask(who)).toMatchObject(
      isWho('sam'),
    );
  });

  describe('that expires', () => {
    afterEach(() => vi.useRealTimers());
    it('closes the socket with 4401, after the call that finds out', async () => {
      const url = await start({ tokens: { jwt } });
      const socket = await openSocket(`${url}?token=${await mintAccess()}`);
      expect(await socket.ask(who)).toMatchObject(isWho('ada'));
      expire();
      expect(await socket.ask(who)).toMatchObject({ id: 1, ok: false, error: { code: 'UNAUTHORIZED' } });
      expect(await socket.closed()).toBe(4401);
    });

    it('closes also the socket of who only listens', async () => {
      const url = await start({ tokens: { jwt }, websocket: { pingInterval: 0.05 } });
      const socket = await openSocket(`${url}?token=${await mintAccess()}`);
      expect(await socket.ask(who)).toMatchObject(isWho('ada'));
      expire();
      expect(await socket.closed()).toBe(4401);
    });
  });

  it('in a header that is bad refuses every call', async () => {
    const url = await start({ tokens: { jwt } });
    const socket = await openSocket(url, { Authorization: 'Bearer bad' });
    for (const frame of [
      who,
      { action: 'rpc', id: 1, fn: 'nope' },
      { action: 'ctx', id: 1, context: 'nope' },
    ])
      expect(await socket.ask(frame)).toMatchObject({ id: 1, error: { code: 'UNAUTHORIZED' } });
  });
});

/** A session of sam in the store, as signing in over HTTP would leave it. */
async function openSession(store: session.MemoryStore) {
  const id = 'a-session-id';
  const data = '{"cookie":{"originalMaxAge":null},"user":"sam"}';
  await new Promise((resolve) => store.set(id, JSON.parse(data), resolve));
  // As cookie-signature signs.
  const signature = createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '');
  return {
    cookie: `sid=${encodeURIComponent(`s:${id}.${signature}`)}`,
    destroy: () => new Promise((resolve) => store.destroy(id, resolve)),
  };
}
