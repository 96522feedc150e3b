import { randomBytes } from 'node:crypto';
import { mintJwt, secretTokenKey } from '@mizan/protocol/tokens';
import { Injectable } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSocket } from '../../test-support/open-socket.js';
import { type StartedApp, startApp } from '../../test-support/start-app.js';
import {
  Identity,
  MizanClient,
  type MizanIdentity,
  ServiceUnavailable,
  type TokenClaims,
  type WebSocketOptions,
} from '../index.js';

@Injectable()
class Functions {
  @MizanClient({ websocket: true, output: 'string' })
  who(@Identity() who: MizanIdentity | null): string {
    return String(who?.id ?? 'nobody');
  }
}

const secret = randomBytes(32).toString('hex');
const mintAccess = () =>
  mintJwt({ id: 'ada', sessionId: 's', isStaff: false, isSuperuser: false }, secretTokenKey(secret), {
    type: 'access',
    now: Math.floor(Date.now() / 1000),
  });
const who = { action: 'rpc', id: 1, fn: 'who' };
const isWho = (name: string) => ({ ok: true, data: { result: { result: name } } });
const load = ({ sub }: TokenClaims): MizanIdentity => ({
  id: sub,
  isStaff: false,
  isSuperuser: false,
  permissions: [],
});

let app: StartedApp | undefined;
afterEach(() => {
  vi.useRealTimers();
  return app?.close();
});

async function start(
  identity: (claims: TokenClaims) => MizanIdentity | null = load,
  websocket: WebSocketOptions = {},
): Promise<string> {
  const tokens = { jwt: { key: secret, sessions: false }, identity } as const;
  app = await startApp({ providers: [Functions] }, { mizan: { tokens, websocket } });
  return `${app.origin}/ws`;
}

/** As over HTTP: nothing has run, and a better token is all that is missing. */
const badToken = { code: 'UNAUTHORIZED', details: { reason: 'token' } };

/** Where a socket may have its token. */
const ways: readonly (readonly [string, (url: string, token: string) => ReturnType<typeof openSocket>])[] = [
  ['in its URL', (url, token) => openSocket(`${url}?token=${token}`)],
  ['in a header', (url, token) => openSocket(url, { Authorization: `Bearer ${token}` })],
];

describe.each(ways)('a socket with a token %s', (_where, open) => {
  it.each([new ServiceUnavailable(), new Error('away')])(
    'is closed with 1011 when whom it is for cannot be found out: %s',
    async (error) => {
      const url = await start(() => {
        throw error;
      });
      expect(await (await open(url, await mintAccess())).closed()).toBe(1011);
    },
  );

  it('has a frame refused for which that cannot be found out, and stays open', async () => {
    let error: Error | undefined;
    const url = await start((claims) => {
      if (error !== undefined) throw error;
      return load(claims);
    });
    const socket = await open(url, await mintAccess());
    expect(await socket.ask(who)).toMatchObject(isWho('ada'));
    error = new ServiceUnavailable();
    expect(await socket.ask(who)).toMatchObject({ id: 1, ok: false, error: { code: 'SERVICE_UNAVAILABLE' } });
    error = new Error('away');
    expect(await socket.ask(who)).toMatchObject({ id: 1, ok: false, error: { code: 'INTERNAL_ERROR' } });
    error = undefined;
    expect(await socket.ask(who)).toMatchObject(isWho('ada'));
  });

  it('stays open when it only listens and that cannot be found out', async () => {
    let failures = 0;
    let isAway = false;
    let tellTwice: (() => void) | undefined;
    const twice = new Promise<void>((resolve) => (tellTwice = resolve));
    const identity = (claims: TokenClaims) => {
      if (!isAway) return load(claims);
      failures += 1;
      if (failures === 2) tellTwice?.();
      throw new Error('away');
    };
    const socket = await open(await start(identity, { pingInterval: 0.05 }), await mintAccess());
    expect(await socket.ask(who)).toMatchObject(isWho('ada'));
    isAway = true;
    await twice;
    isAway = false;
    expect(await socket.ask(who)).toMatchObject(isWho('ada'));
  });

  it('has `tokens.identity` asked once when it opens, and once for each frame', async () => {
    const identity = vi.fn(load);
    const socket = await open(await start(identity), await mintAccess());
    expect(await socket.ask(who)).toMatchObject(isWho('ada'));
    expect(identity).toHaveBeenCalledTimes(2);
    expect(await socket.ask(who)).toMatchObject(isWho('ada'));
    expect(identity).toHaveBeenCalledTimes(3);
  });

  it('is closed with 4401 when its holder is gone, after the call that finds out', async () => {
    const gone = new Set<string>();
    const identity = (claims: TokenClaims) => (gone.has(claims.sub) ? null : load(claims));
    const socket = await open(await start(identity), await mintAccess());
    expect(await socket.ask(who)).toMatchObject(isWho('ada'));
    gone.add('ada');
    expect(await socket.ask(who)).toMatchObject({ id: 1, ok: false, error: badToken });
    expect(await socket.closed()).toBe(4401);
  });

  it('is closed with 4401 when the token expires while it only listens', async () => {
    const socket = await open(await start(load, { pingInterval: 0.05 }), await mintAccess());
    expect(await socket.ask(who)).toMatchObject(isWho('ada'));
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 400_000);
    expect(await socket.closed()).toBe(4401);
  });
});

/** As HTTP has it: which of the two others on the way have read is not known. */
async function openWithTwo(url: string) {
  const lines = [`Bearer ${await mintAccess()}`, 'Bearer other'];
  return openSocket(url, {}, { finishRequest: (request) => request.setHeader('Authorization', lines).end() });
}

describe('a socket that was opened with two headers for a token', () => {
  it('is refused every call', async () => {
    const socket = await openWithTwo(await start());
    for (const id of [1, 2]) expect(await socket.ask({ ...who, id })).toMatchObject({ id, error: badToken });
  });

  it('goes by the token of its URL when there is one', async () => {
    const socket = await openWithTwo(`${await start()}?token=${await mintAccess()}`);
    expect(await socket.ask(who)).toMatchObject(isWho('ada'));
  });
});
