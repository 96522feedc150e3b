import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Browser,
  createSessionStore,
  type JwtPair,
  type People,
  person,
  readResult,
  type SessionApp,
  type SessionAppOptions,
  startSessionApp,
} from '../../../test-support/session-app.js';
import { adapters } from '../../../test-support/start-app.js';
import { memoryRotation } from '../rotation/memory-rotation.js';
import type { RotationStore } from '../rotation/rotation-store.js';
import { requestSessions } from '../session/request-sessions.js';

const key = 'a key for JWTs that has 32 bytes!';
const secret = 'a secret for MWTs with 32 bytes!!';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T12:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

async function expectRefusal(
  response: Response,
  status: number,
  code: string,
  details: object = {},
): Promise<void> {
  expect({ status: response.status, body: await response.json() }).toEqual({
    status,
    body: { error: true, code, message: expect.any(String), ...details },
  });
}

const badToken = { details: { reason: 'token' } };

const bearer = ({ access_token: token }: JwtPair) => ({ Authorization: `Bearer ${token}` });

async function signIn(app: SessionApp, id = 'ada'): Promise<Browser> {
  const browser = app.open();
  await browser.signIn(id);
  return browser;
}

/** As a program that has nothing but its token. */
const refresh = (app: SessionApp, { refresh_token }: JwtPair): Promise<Response> =>
  app.call('jwt_refresh', { refresh_token });

const warned = ({ logged }: SessionApp) =>
  logged.some(({ level, text }) => level === 'warn' && text.includes('tokens.jwt has no sessions'));

const gone = () => Promise.reject(new Error('gone'));

describe.each(adapters)('tokens and sessions on %s', (adapter) => {
  const apps: SessionApp[] = [];
  let people: People;
  const identity = (claims: { readonly sub: string }) => people.get(claims.sub) ?? null;
  beforeEach(() => {
    people = new Map([person('ada'), person('sam', { isStaff: true })]);
  });
  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
  });

  async function start(
    jwt: object = {},
    { tokens, ...options }: Partial<SessionAppOptions> = {},
  ): Promise<SessionApp> {
    const app = await startSessionApp({
      adapter,
      people,
      tokens: { mwt: { secret }, jwt: { key, ...jwt }, clockTolerance: 0, ...tokens },
      ...options,
    });
    apps.push(app);
    return app;
  }

  describe('obtaining', () => {
    it('gives whoever is signed in an MWT that says who calls', async () => {
      const app = await start();
      const response = await (await signIn(app, 'sam')).call('mwt_obtain');
      expect(response.headers.get('cache-control')).toBe('no-store');
      const { token, expires_in } = await readResult<{ token: string; expires_in: number }>(response);
      expect(expires_in).toBe(300);
      expect(claimsOf(token)).toMatchObject({ sub: 'sam', staff: true, super: false, aud: 'mizan' });
      const called = await app.call('whoami', {}, { 'X-Mizan-Token': token });
      expect(await readResult(called)).toEqual({ id: 'sam', staff: true });
    });

    it('gives whoever is signed in a pair of JWTs, and the access token says who calls', async () => {
      const app = await start();
      const pair = await (await signIn(app, 'sam')).obtain();
      expect(pair.expires_in).toBe(300);
      const now = Date.now() / 1000;
      const said = { sub: 'sam', sid: expect.any(String), staff: true, super: false };
      expect(claimsOf(pair.access_token)).toEqual({ ...said, type: 'access', iat: now, exp: now + 300 });
      expect(claimsOf(pair.refresh_token)).toEqual({
        ...said,
        type: 'refresh',
        iat: now,
        exp: now + 604_800,
      });
      expect(await readResult(await app.call('whoami', {}, bearer(pair)))).toEqual({
        id: 'sam',
        staff: true,
      });
    });

    it.each(['mwt_obtain', 'jwt_obtain'])('%s refuses nobody', async (fn) => {
      await expectRefusal(await (await start()).open().call(fn), 401, 'UNAUTHORIZED');
    });

    it.each(['mwt_obtain', 'jwt_obtain'])('%s is refused when another site sends it', async (fn) => {
      const browser = await signIn(await start());
      await expectRefusal(await browser.call(fn, {}, { 'Sec-Fetch-Site': 'cross-site' }), 403, 'FORBIDDEN');
    });

    it('shows nothing of the session to who reads the token', async () => {
      const app = await start();
      const browser = await signIn(app);
      const { sid } = claimsOf((await browser.obtain()).access_token);
      const id = /(?:s:)?([^.=]+)\.[^.]*$/.exec(decodeURIComponent(browser.cookie.split('=')[1] ?? ''))?.[1];
      expect(id?.length).toBeGreaterThan(20);
      expect(Buffer.from(String(sid), 'base64url').toString('latin1')).not.toContain(id);
      expect(sid).not.toContain(id);
    });

    it('refuses a pair to a caller without a session, since nothing would end it', async () => {
      const app = await start();
      const headers = { 'X-Api-Key': 'ada' };
      expect((await app.call('mwt_obtain', {}, headers)).status).toBe(200);
      await expectRefusal(await app.call('jwt_obtain', {}, headers), 403, 'FORBIDDEN');
    });
  });

  describe('a token', () => {
    it.each(['mwt_obtain', 'jwt_obtain'])('obtains no other by %s, also beside a session', async (fn) => {
      const app = await start();
      const browser = await signIn(app);
      const { token } = await readResult<{ token: string }>(await browser.call('mwt_obtain'));
      const pair = await browser.obtain();
      for (const headers of [{ 'X-Mizan-Token': token }, bearer(pair)]) {
        await expectRefusal(await app.call(fn, {}, headers), 403, 'FORBIDDEN');
        await expectRefusal(await browser.call(fn, {}, headers), 403, 'FORBIDDEN');
      }
      expect((await browser.call(fn)).status).toBe(200);
    });

    it('for refreshing is none for calling, nor is one for calling good for refreshing', async () => {
      const app = await start();
      const pair = await (await signIn(app)).obtain();
      const swapped = { ...pair, access_token: pair.refresh_token, refresh_token: pair.access_token };
      await expectRefusal(await app.call('whoami', {}, bearer(swapped)), 401, 'UNAUTHORIZED', badToken);
      await expectRefusal(await refresh(app, swapped), 401, 'UNAUTHORIZED');
    });
  });

  describe('refreshing', () => {
    it('gives a new pair to a program that has nothing but its token', async () => {
      const app = await start();
      const pair = await (await signIn(app)).obtain();
      pass(290);
      const response = await refresh(app, pair);
      expect(response.headers.get('cache-control')).toBe('no-store');
      const next = await readResult<JwtPair>(response);
      expect(next.refresh_token).not.toBe(pair.refresh_token);
      expect(claimsOf(next.refresh_token)).toMatchObject({ sub: 'ada', exp: Date.now() / 1000 + 604_800 });
      pass(290);
      expect(await readResult(await app.call('whoami', {}, bearer(next)))).toMatchObject({ id: 'ada' });
    });

    it('is refused after signing out', async () => {
      const app = await start();
      const browser = await signIn(app);
      const pair = await browser.obtain();
      await browser.post('/sign-out');
      await expectRefusal(await refresh(app, pair), 401, 'UNAUTHORIZED');
    });

    it('is refused when the session has run out, though its store may still hold it', async () => {
      const app = await start({}, { maxAge: 3_600_000 });
      const pair = await (await signIn(app)).obtain();
      pass(3599);
      const next = await readResult<JwtPair>(await refresh(app, pair));
      pass(1);
      await expectRefusal(await refresh(app, next), 401, 'UNAUTHORIZED');
    });

    it('is refused when somebody else signed in with that browser, whose session has another id', async () => {
      const app = await start();
      const browser = await signIn(app, 'sam');
      const pair = await browser.obtain();
      await browser.signIn('ada');
      await expectRefusal(await refresh(app, pair), 401, 'UNAUTHORIZED');
      expect(claimsOf((await browser.obtain()).access_token)).toMatchObject({ sub: 'ada', staff: false });
    });

    it('is refused when a session lives on without its person, where the app says whose it is', async () => {
      const sessions = requestSessions({ owner: ({ user }) => (typeof user === 'string' ? user : null) });
      const app = await start({ sessions });
      const browser = await signIn(app);
      const pair = await browser.obtain();
      const next = await readResult<JwtPair>(await refresh(app, pair));
      await browser.post('/leave');
      await expectRefusal(await refresh(app, next), 401, 'UNAUTHORIZED');
    });

    it('makes nothing of a session that somebody else prepared', async () => {
      const app = await start();
      const thief = await signIn(app, 'sam');
      const stolen = await thief.obtain();
      // The victim is made to use the thief's cookie, and signs in with it.
      const victim = app.open();
      victim.cookie = thief.cookie;
      await victim.signIn('ada');
      expect(victim.cookie).not.toBe(thief.cookie);
      expect((await thief.call('jwt_obtain')).status).toBe(401);
      await expectRefusal(await refresh(app, stolen), 401, 'UNAUTHORIZED');
      // Nor of one that nobody has begun.
      victim.cookie = `${victim.cookie.split('=')[0]}=made-up.signature`;
      expect((await victim.call('jwt_obtain')).status).toBe(401);
    });

    it('is refused when the token has expired, up to the tolerance of clocks', async () => {
      const strict = await start({ refreshTtl: 60 });
      const tolerant = await start({ refreshTtl: 60 }, { tokens: { clockTolerance: 5 } });
      const pairs = [await (await signIn(strict)).obtain(), await (await signIn(tolerant)).obtain()] as const;
      pass(60);
      await expectRefusal(await refresh(strict, pairs[0]), 401, 'UNAUTHORIZED');
      pass(4);
      const next = await readResult<JwtPair>(await refresh(tolerant, pairs[1]));
      pass(65);
      await expectRefusal(await refresh(tolerant, next), 401, 'UNAUTHORIZED');
    });

    it('is refused for a token that was made in the future of this clock', async () => {
      const app = await start({}, { tokens: { clockTolerance: 5 } });
      const pair = await (await signIn(app)).obtain();
      pass(-6);
      await expectRefusal(await refresh(app, pair), 401, 'UNAUTHORIZED');
      pass(1);
      expect((await refresh(app, pair)).status).toBe(200);
    });

    it.each([
      ['what is no token', 'hello'],
      ['nothing', ''],
      ['a text without end', 'x'.repeat(50_000)],
    ])('is refused for %s', async (_title, refresh_token) => {
      await expectRefusal(await (await start()).call('jwt_refresh', { refresh_token }), 401, 'UNAUTHORIZED');
    });

    it('is refused for a token whose signature or claims were changed', async () => {
      const app = await start();
      const pair = await (await signIn(app)).obtain();
      const [header, , signature] = pair.refresh_token.split('.');
      const claims = { ...claimsOf(pair.refresh_token), staff: true };
      const forged = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
      for (const refresh_token of [forged, `${pair.refresh_token}A`, pair.refresh_token.slice(0, -2)]) {
        await expectRefusal(await refresh(app, { ...pair, refresh_token }), 401, 'UNAUTHORIZED');
      }
      expect((await refresh(app, pair)).status).toBe(200);
    });

    it('refuses a bad token in the header whatever the refresh token is worth', async () => {
      const app = await start();
      const pair = await (await signIn(app)).obtain();
      pass(300);
      const { refresh_token } = pair;
      await expectRefusal(
        await app.call('jwt_refresh', { refresh_token }, bearer(pair)),
        401,
        'UNAUTHORIZED',
        badToken,
      );
      expect((await refresh(app, pair)).status).toBe(200);
    });
  });

  describe('the rights of a new pair', () => {
    it('are those that the person has by then, where the app can say', async () => {
      const app = await start({}, { tokens: { identity } });
      const pair = await (await signIn(app)).obtain();
      people.set(...person('ada', { isStaff: true }));
      expect(claimsOf(pair.access_token)).toMatchObject({ staff: false });
      const next = await readResult<JwtPair>(await refresh(app, pair));
      expect(claimsOf(next.access_token)).toMatchObject({ sub: 'ada', staff: true });
      expect(claimsOf(next.refresh_token)).toMatchObject({ sub: 'ada', staff: true });
    });

    it('are those of the old one, where nobody can say more', async () => {
      const app = await start();
      const pair = await (await signIn(app, 'sam')).obtain();
      people.set(...person('sam'));
      const next = await readResult<JwtPair>(await refresh(app, pair));
      expect(claimsOf(next.access_token)).toMatchObject({ sub: 'sam', staff: true });
    });

    it('are none when the person is gone', async () => {
      const app = await start({}, { tokens: { identity } });
      const pair = await (await signIn(app)).obtain();
      people.delete('ada');
      await expectRefusal(await refresh(app, pair), 401, 'UNAUTHORIZED');
      people.set(...person('ada'));
      expect((await refresh(app, pair)).status).toBe(200);
    });

    it('are never those of somebody else', async () => {
      const app = await start({}, { tokens: { identity: () => people.get('sam') ?? null } });
      const pair = await (await signIn(app)).obtain();
      await expectRefusal(await app.call('whoami', {}, bearer(pair)), 401, 'UNAUTHORIZED', badToken);
      await expectRefusal(await refresh(app, pair), 401, 'UNAUTHORIZED');
      expect(app.logged.filter(({ level }) => level === 'error')).toEqual([
        { level: 'error', text: expect.stringMatching(/token of "ada" with the identity "sam"/) },
      ]);
    });
  });

  describe('rotation', () => {
    it('answers two tabs that refresh at once with one pair', async () => {
      const app = await start();
      const pair = await (await signIn(app)).obtain();
      pass(290);
      const [one, other] = await Promise.all([refresh(app, pair), refresh(app, pair)]);
      const answer = await readResult<JwtPair>(one);
      expect(await readResult(other)).toEqual(answer);
      pass(10);
      const again = await readResult<JwtPair>(await refresh(app, pair));
      expect(again).toEqual({ ...answer, expires_in: 290 });
      pass(290);
      expect((await refresh(app, answer)).status).toBe(200);
    });

    it('ends all tokens that came from one obtain when one is used again late, and no others', async () => {
      const app = await start();
      const browser = await signIn(app);
      const pair = await browser.obtain();
      const bystander = await browser.obtain();
      const next = await readResult<JwtPair>(await refresh(app, pair));
      pass(11);
      await expectRefusal(await refresh(app, pair), 401, 'UNAUTHORIZED');
      await expectRefusal(await refresh(app, next), 401, 'UNAUTHORIZED');
      expect((await refresh(app, bystander)).status).toBe(200);
      expect((await browser.call('jwt_obtain')).status).toBe(200);
      expect(app.logged).toContainEqual({
        level: 'warn',
        text: expect.stringContaining('A refresh token of "ada" was used again'),
      });
    });

    it('takes no two tokens for one, though they were made in one second', async () => {
      const app = await start();
      const browser = await signIn(app);
      const pairs = await Promise.all([browser.obtain(), browser.obtain()]);
      const [first, second] = pairs;
      const next = await readResult<JwtPair>(await refresh(app, first));
      expect(new Set([first, second, next].map((pair) => pair.refresh_token)).size).toBe(3);
      pass(60);
      expect((await refresh(app, second)).status).toBe(200);
      expect((await refresh(app, next)).status).toBe(200);
    });

    it('turned off leaves a token good until it expires', async () => {
      const app = await start({ rotate: false });
      const pair = await (await signIn(app)).obtain();
      expect((await refresh(app, pair)).status).toBe(200);
      pass(3600);
      expect((await refresh(app, pair)).status).toBe(200);
    });

    it('turned off gives no token that lives longer than the one that was exchanged', async () => {
      const app = await start({ rotate: false, refreshTtl: 1000 }, { tokens: { clockTolerance: 5 } });
      const pair = await (await signIn(app)).obtain();
      const { exp } = claimsOf(pair.refresh_token);
      pass(900);
      const next = await readResult<JwtPair>(await refresh(app, pair));
      expect(claimsOf(next.refresh_token)['exp']).toBe(exp);
      expect((await app.call('whoami', {}, bearer(next))).status).toBe(200);
      pass(100);
      await expectRefusal(await refresh(app, next), 401, 'UNAUTHORIZED');
    });

    it('ends some time after the obtain, however often tokens were refreshed', async () => {
      const app = await start({ refreshTtl: 400, familyTtl: 1000 }, { tokens: { clockTolerance: 5 } });
      let pair = await (await signIn(app)).obtain();
      const end = Date.now() / 1000 + 1000;
      for (const left of [400, 400, 400, 100]) {
        expect(Number(claimsOf(pair.refresh_token)['exp']) - Date.now() / 1000).toBe(left);
        if (left === 100) break;
        pass(300);
        pair = await readResult<JwtPair>(await refresh(app, pair));
      }
      expect(claimsOf(pair.refresh_token)['exp']).toBe(end);
      pass(100);
      await expectRefusal(await refresh(app, pair), 401, 'UNAUTHORIZED');
    });

    it('ends after 90 days when nothing else is said', async () => {
      const app = await start();
      let pair = await (await signIn(app)).obtain();
      for (let day = 0; day < 84; day += 6) {
        pass(6 * 86_400);
        pair = await readResult<JwtPair>(await refresh(app, pair));
      }
      expect(Number(claimsOf(pair.refresh_token)['exp']) - Date.now() / 1000).toBe(6 * 86_400);
    });

    it('keeps nothing of a pair that cannot be made', async () => {
      const id = 'x'.repeat(4096);
      people.set(...person(id));
      const memory = memoryRotation();
      let swaps = 0;
      const rotationStore: RotationStore = {
        ...memory,
        swap: (family, change) => {
          swaps += 1;
          return memory.swap(family, change);
        },
      };
      const app = await start({ sessions: false, rotationStore }, { tokens: { identity } });
      await expectRefusal(await app.call('jwt_obtain', {}, { 'X-Api-Key': id }), 500, 'INTERNAL_ERROR');
      expect(swaps).toBe(0);
      await app.call('jwt_obtain', {}, { 'X-Api-Key': 'ada' });
      expect(swaps).toBe(1);
    });

    it('in memory is forgotten by a restart, which refuses what it cannot know', async () => {
      const store = createSessionStore(adapter);
      const pair = await (await signIn(await start({}, { store }))).obtain();
      const restarted = await start({}, { store });
      await expectRefusal(await refresh(restarted, pair), 401, 'UNAUTHORIZED');
      expect(restarted.logged).toContainEqual({
        level: 'log',
        text: expect.stringContaining('kept in the memory of this process'),
      });
    });
  });

  it('a new key opens what the old one has sealed', async () => {
    const store = createSessionStore(adapter);
    const rotationStore = memoryRotation();
    const pair = await (await signIn(await start({ rotationStore }, { store }))).obtain();
    const renewed = await start(
      { key: 'another key for JWTs, of 32 bytes', previousKeys: [key], rotationStore },
      { store },
    );
    const next = await readResult<JwtPair>(await refresh(renewed, pair));
    expect((await refresh(renewed, next)).status).toBe(200);
  });

  it('an app without sessions says so, and its tokens end with its people', async () => {
    const app = await start({ sessions: false }, { tokens: { identity } });
    const pair = await readResult<JwtPair>(await app.call('jwt_obtain', {}, { 'X-Api-Key': 'ada' }));
    const next = await readResult<JwtPair>(await refresh(app, pair));
    people.delete('ada');
    await expectRefusal(await refresh(app, next), 401, 'UNAUTHORIZED');
    expect(warned(app)).toBe(false);
    expect(warned(await start({ sessions: false }))).toBe(true);
    expect(warned(await start())).toBe(false);
  });

  it('tokens of an app without sessions are of no use to it once it has them, nor the other way round', async () => {
    const rotationStore = memoryRotation();
    const store = createSessionStore(adapter);
    const without = await start({ sessions: false, rotationStore }, { store });
    const having = await start({ rotationStore }, { store });
    const free = await readResult<JwtPair>(await without.call('jwt_obtain', {}, { 'X-Api-Key': 'ada' }));
    const bound = await (await signIn(having)).obtain();
    await expectRefusal(await refresh(having, free), 401, 'UNAUTHORIZED');
    await expectRefusal(await refresh(without, bound), 401, 'UNAUTHORIZED');
  });

  describe('what tokens cannot be judged without', () => {
    it('refuses everybody while the session store fails, and says so once', async () => {
      const store = createSessionStore(adapter);
      const app = await start({}, { store });
      const pair = await (await signIn(app)).obtain();
      store.get = (_id: string, done: (error: unknown) => void) => done(new Error('gone'));
      await expectRefusal(await refresh(app, pair), 503, 'SERVICE_UNAVAILABLE');
      await expectRefusal(await refresh(app, pair), 503, 'SERVICE_UNAVAILABLE');
      Reflect.deleteProperty(store, 'get');
      expect((await refresh(app, pair)).status).toBe(200);
      const told = app.logged.filter(({ text }) => text.includes('session store'));
      expect(told.map(({ level }) => level)).toEqual(['error', 'log']);
    });

    it('refuses everybody while the rotation store fails', async () => {
      const memory = memoryRotation();
      let isDown = false;
      const rotationStore: RotationStore = {
        ...memory,
        swap: (family, change) => (isDown ? gone() : memory.swap(family, change)),
      };
      const app = await start({ rotationStore });
      const browser = await signIn(app);
      const pair = await browser.obtain();
      isDown = true;
      await expectRefusal(await refresh(app, pair), 503, 'SERVICE_UNAVAILABLE');
      await expectRefusal(await browser.call('jwt_obtain'), 503, 'SERVICE_UNAVAILABLE');
      isDown = false;
      expect((await refresh(app, pair)).status).toBe(200);
    });

    it('refuses everybody in an app that forgot its session library, and the log says what to do', async () => {
      const pair = await (await signIn(await start())).obtain();
      const app = await start({}, { store: null });
      await expectRefusal(await app.call('jwt_obtain', {}, { 'X-Api-Key': 'ada' }), 403, 'FORBIDDEN');
      await expectRefusal(await refresh(app, pair), 503, 'SERVICE_UNAVAILABLE');
      expect(app.logged).toContainEqual({
        level: 'error',
        text: expect.stringContaining('Let express-session or @fastify/session run before Mizan'),
      });
    });
  });

  it('neither log nor refusals hold a token', async () => {
    const app = await start();
    const browser = await signIn(app);
    const { token } = await readResult<{ token: string }>(await browser.call('mwt_obtain'));
    const pair = await browser.obtain();
    await browser.call('jwt_obtain', {}, { 'X-Mizan-Token': token });
    const next = await readResult<JwtPair>(await refresh(app, pair));
    pass(11);
    const refusals = [
      await refresh(app, pair),
      await refresh(app, next),
      await refresh(app, { ...next, refresh_token: `${next.refresh_token}x` }),
      await app.call('jwt_refresh', { refresh_token: [next.refresh_token] }),
      await app.call('jwt_refresh', { [next.refresh_token]: 1 }),
    ];
    const texts = [...(await Promise.all(refusals.map((one) => one.text()))), JSON.stringify(app.logged)];
    for (const text of [token, pair.refresh_token, next.refresh_token]) {
      for (const part of text.split('.').slice(1)) expect(texts.join('\n')).not.toContain(part);
    }
  });
});
