import { readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMizan, type MizanOptions } from './create-mizan.js';
import { TokenDesk, type TokenKind } from './fixture/token-desk.js';
import { jwtTokens, mwtTokens } from './index.js';
import { contextRef, functionRef } from './refs.js';

type Who = { readonly person: string | null };
const meContext = contextRef<object, { readonly whoami: Who }>('me');
const save = functionRef<void, Who>('save');
const other = functionRef<void, Who>('other');

const tokensOf = { mwt: mwtTokens, jwt: jwtTokens };
const obtainOf = { mwt: 'mwt_obtain', jwt: 'jwt_obtain' };
/** What renews a token that is there. */
const renewOf = { mwt: 'mwt_obtain', jwt: 'jwt_refresh' };
const kinds: readonly TokenKind[] = ['mwt', 'jwt'];

// The clock of page and server; what is sent takes its own time.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

function passSeconds(count: number): void {
  vi.setSystemTime(Date.now() + count * 1000);
}

async function open(kind: TokenKind, options: MizanOptions = {}) {
  const desk = new TokenDesk(kind);
  const baseUrl = await desk.start();
  const newPage = () => createMizan({ baseUrl, tokens: tokensOf[kind](), ...options });
  return { desk, baseUrl, newPage, mizan: newPage() };
}

/** Answers of the desk that wait until they are let go. */
function hold(desk: TokenDesk, what: string) {
  const waiting: (() => void)[] = [];
  desk.instead = async (asked) => {
    if (asked === what) await new Promise<void>((resolve) => waiting.push(resolve));
    return undefined;
  };
  return {
    waiting,
    arrived: (count: number) => vi.waitUntil(() => waiting.length === count),
    letGo() {
      desk.instead = () => undefined;
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}

const unauthorized = (message: string, headers = {}) => ({
  status: 401,
  headers,
  body: { error: true, code: 'UNAUTHORIZED', message },
});
const broken = { status: 503, body: { error: true, code: 'SERVICE_UNAVAILABLE', message: 'Later' } };
const csrfRefusal = { status: 403, body: { error: true, code: 'FORBIDDEN', message: 'Send the CSRF token' } };

it('asks for no token and brings none by default', async () => {
  const desk = new TokenDesk('mwt');
  const baseUrl = await desk.start();
  for (const mizan of [createMizan({ baseUrl }), createMizan({ baseUrl, tokens: false })]) {
    await mizan.call(save);
    await mizan.fetch(meContext);
  }
  expect(desk.asked).toEqual(['save', 'ctx me', 'save', 'ctx me']);
  expect(desk.answered.map(({ token }) => token)).toEqual([undefined, undefined, undefined, undefined]);
});

describe.each(kinds)('%s tokens', (kind) => {
  const obtain = obtainOf[kind];
  const renew = renewOf[kind];

  it('are asked for by the first request, without one, and brought by all', async () => {
    const { desk, mizan } = await open(kind);
    expect(desk.asked).toEqual([]);
    expect(await mizan.call(save)).toEqual({ person: 'ada' });
    await mizan.fetch(meContext);
    expect(desk.asked).toEqual([obtain, 'save', 'ctx me']);
    const [first, ...rest] = desk.answered.map(({ token }) => token);
    expect(first).toBeUndefined();
    expect(rest).toEqual([expect.any(String), rest[0]]);
  });

  it('are asked for once by requests that need one at the same time', async () => {
    const { desk, mizan } = await open(kind);
    await Promise.all([mizan.call(save), mizan.fetch(meContext), mizan.call(other), mizan.call(save)]);
    expect(desk.asked.filter((asked) => asked === obtain)).toHaveLength(1);
    expect(desk.asked).toHaveLength(5);
  });

  it('are renewed behind a request that is sent in the last fifth of their life', async () => {
    const { desk, mizan } = await open(kind);
    await mizan.call(save);
    passSeconds(239);
    await mizan.call(save);
    expect(desk.asked).toEqual([obtain, 'save', 'save']);
    passSeconds(1);
    const held = hold(desk, renew);
    await Promise.all([mizan.call(save), mizan.call(save), mizan.fetch(meContext)]);
    await held.arrived(1);
    const old = desk.answered[1]?.token;
    expect(desk.answered.slice(3).map(({ token }) => token)).toEqual([old, old, old]);
    held.letGo();
    await vi.waitUntil(() => desk.asked.at(-1) === renew);
    await vi.waitUntil(async () => {
      await mizan.call(save);
      return desk.answered.at(-1)?.token !== old;
    });
    expect(desk.asked.filter((asked) => asked === renew)).toHaveLength(kind === 'mwt' ? 2 : 1);
  });

  it('are waited for, once, when they have ended, and never sent after their end', async () => {
    const { desk, mizan } = await open(kind);
    await mizan.call(save);
    passSeconds(300);
    await Promise.all([mizan.call(save), mizan.fetch(meContext)]);
    expect(desk.asked.slice(2)).toEqual([renew, ...desk.asked.slice(3)]);
    expect(desk.asked).toHaveLength(5);
    expect(desk.answered.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  it('keep no page awake: nothing is sent and no timer runs while nothing is asked for', async () => {
    vi.useFakeTimers();
    const sent: unknown[] = [];
    const mizan = createMizan({
      tokens: tokensOf[kind](),
      fetch: (url) => {
        sent.push(url);
        const claims = Buffer.from('{"sub":"1"}').toString('base64url');
        const token = `e30.${claims}.s`;
        return Promise.resolve(
          Response.json({ result: { token, access_token: token, refresh_token: 'r', expires_in: 300 } }),
        );
      },
    });
    await mizan.call(save);
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(1_000_000);
    expect(sent).toHaveLength(2);
  });

  it('are used to their end when they cannot be renewed, which each request tries again', async () => {
    const { desk, mizan } = await open(kind);
    await mizan.call(save);
    passSeconds(250);
    desk.instead = (asked) => (asked === renew ? broken : undefined);
    for (let tried = 1; tried <= 2; tried += 1) {
      expect(await mizan.call(save)).toEqual({ person: 'ada' });
      await vi.waitUntil(() => desk.asked.slice(2).filter((asked) => asked === renew).length === tried);
    }
    passSeconds(50);
    await expect(mizan.call(save)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    desk.instead = () => undefined;
    expect(await mizan.call(save)).toEqual({ person: 'ada' });
  });

  it('have requests fail with what hinders them, and asked for again by the next', async () => {
    const { desk, mizan } = await open(kind);
    desk.instead = (asked) => (asked === obtain ? broken : undefined);
    await expect(mizan.call(save)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE', status: 503 });
    expect(desk.asked).toEqual([obtain]);
    desk.instead = () => undefined;
    expect(await mizan.call(save)).toEqual({ person: 'ada' });
  });

  it('do not hold one who gives up while they are asked for', async () => {
    const { desk, mizan } = await open(kind);
    const held = hold(desk, obtain);
    const giving = new AbortController();
    const [early, late] = [mizan.call(save, undefined, { signal: giving.signal }), mizan.call(other)];
    await held.arrived(1);
    giving.abort();
    await expect(early).rejects.toMatchObject({ code: 'ABORTED' });
    held.letGo();
    expect(await late).toEqual({ person: 'ada' });
    expect(desk.asked).toEqual([obtain, 'other']);
  });

  it('are asked for with the headers of the app', async () => {
    const seen: unknown[] = [];
    const { desk, mizan } = await open(kind, { getHeaders: () => ({ 'x-tenant': 'north' }) });
    desk.instead = (_asked, { headers }) => {
      seen.push(headers['x-tenant']);
      return undefined;
    };
    await mizan.call(save);
    expect(seen).toEqual(['north', 'north']);
  });
});

describe.each(kinds)('a refused %s token', (kind) => {
  const obtain = obtainOf[kind];
  const renew = renewOf[kind];

  it('is renewed, once for all that it was refused to, and each is sent once more', async () => {
    const { desk, mizan } = await open(kind);
    await mizan.call(save);
    desk.forgetTokens();
    const answers = await Promise.all([mizan.call(save), mizan.call(other), mizan.fetch(meContext)]);
    expect(answers).toEqual([{ person: 'ada' }, { person: 'ada' }, { whoami: { person: 'ada' } }]);
    const since = desk.asked.slice(2);
    expect(since.filter((asked) => asked === renew)).toHaveLength(1);
    expect(since.filter((asked) => asked === 'save')).toHaveLength(2);
    expect(since).toHaveLength(7);
  });

  it('is not renewed for a refusal that comes after it has been', async () => {
    const { desk, mizan } = await open(kind);
    await mizan.call(save);
    desk.forgetTokens();
    const held = hold(desk, 'other');
    const late = mizan.call(other);
    await held.arrived(1);
    await mizan.call(save);
    held.letGo();
    expect(await late).toEqual({ person: 'ada' });
    expect(desk.asked.slice(2).filter((asked) => asked === renew)).toHaveLength(1);
  });

  it.each(['call', 'read'] as const)('ends a %s when the fresh one is refused too', async (what) => {
    const { desk, mizan } = await open(kind);
    const asked = what === 'call' ? 'save' : 'ctx me';
    const bad = unauthorized('Bad token', { 'www-authenticate': 'Bearer error="invalid_token"' });
    desk.instead = (each) => (each === asked ? bad : undefined);
    const sent = what === 'call' ? mizan.call(save) : mizan.fetch(meContext);
    await expect(sent).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 401, message: 'Bad token' });
    expect(desk.asked).toEqual([obtain, asked, renew, asked]);
  });

  it('is not suspected enough behind a 401 of a function to run it twice; the next request brings a new one', async () => {
    const { desk, mizan } = await open(kind);
    desk.instead = (asked) => (asked === 'save' ? unauthorized('Wrong password') : undefined);
    await expect(mizan.call(save)).rejects.toMatchObject({ message: 'Wrong password' });
    await mizan.call(other);
    expect(desk.asked).toEqual([obtain, 'save', renew, 'other']);
  });

  it('is suspected behind every 401 of a read, which can be sent again', async () => {
    const { desk, mizan } = await open(kind);
    desk.marksBadTokens = false;
    await mizan.call(save);
    desk.forgetTokens();
    expect(await mizan.fetch(meContext)).toEqual({ whoami: { person: 'ada' } });
  });

  it('ends the request when it cannot be renewed for lack of an answer', async () => {
    const { desk, mizan } = await open(kind);
    await mizan.call(save);
    desk.forgetTokens();
    desk.instead = (asked) => (asked === renew ? broken : undefined);
    await expect(mizan.call(save)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(desk.asked.slice(2)).toEqual(['save', renew]);
  });

  it.each(['token', 'CSRF'])(
    'and a refused CSRF token send a call three times at most, the %s first',
    async (first) => {
      const { desk, mizan } = await open(kind);
      await mizan.call(save);
      const bad = unauthorized('Bad token', { 'www-authenticate': 'Bearer error="invalid_token"' });
      const refusals = first === 'token' ? [bad, csrfRefusal, csrfRefusal] : [csrfRefusal, bad, csrfRefusal];
      desk.instead = (asked) => (asked === 'save' ? (refusals.shift() ?? bad) : undefined);
      await expect(mizan.call(save)).rejects.toMatchObject({ name: 'MizanError' });
      expect(desk.asked.slice(2).filter((asked) => asked === 'save')).toHaveLength(3);
    },
  );

  it.each(['token', 'CSRF'])('and a refused CSRF token let a call through, the %s first', async (first) => {
    const { desk, mizan } = await open(kind);
    await mizan.call(save);
    const bad = unauthorized('Bad token', { 'www-authenticate': 'Bearer error="invalid_token"' });
    const refusals = first === 'token' ? [bad, csrfRefusal] : [csrfRefusal, bad];
    let last: unknown;
    desk.instead = (asked, { headers }) => {
      if (asked !== 'save') return undefined;
      last = headers['x-csrftoken'];
      return refusals.shift();
    };
    expect(await mizan.call(save)).toEqual({ person: 'ada' });
    expect(last).toBe('good');
    expect(desk.asked.slice(2).toSorted()).toEqual([renew, 'save', 'save', 'save', 'session'].toSorted());
  });

  it('is got with a CSRF token where the server wants one', async () => {
    const { desk, mizan } = await open(kind);
    desk.instead = (asked, { headers }) =>
      asked === obtain && headers['x-csrftoken'] !== 'good' ? csrfRefusal : undefined;
    expect(await mizan.call(save)).toEqual({ person: 'ada' });
    expect(desk.asked).toEqual([obtain, 'session', obtain, 'save']);
  });
});

describe('JWTs', () => {
  it('are renewed by each refresh token once, in turn', async () => {
    const { desk, mizan } = await open('jwt');
    const used: unknown[] = [];
    desk.instead = (asked, { body }) => {
      if (asked === 'jwt_refresh') used.push(JSON.parse(body).args.refresh_token);
      return undefined;
    };
    for (let round = 0; round < 4; round += 1) {
      await mizan.call(save);
      passSeconds(300);
    }
    expect(used).toHaveLength(3);
    expect(new Set(used).size).toBe(3);
    expect(desk.asked.filter((asked) => asked === 'jwt_obtain')).toHaveLength(1);
  });

  it('are asked for with the session when the refresh token is refused', async () => {
    const { desk, mizan } = await open('jwt');
    await mizan.call(save);
    desk.forgetRefreshTokens();
    passSeconds(300);
    expect(await mizan.call(save)).toEqual({ person: 'ada' });
    expect(desk.asked.slice(2)).toEqual(['jwt_refresh', 'jwt_obtain', 'save']);
  });

  it('are not asked for anew when nobody knows whether the refresh token was refused', async () => {
    const { desk, mizan } = await open('jwt');
    await mizan.call(save);
    passSeconds(300);
    desk.instead = (asked) => (asked === 'jwt_refresh' ? broken : undefined);
    await expect(mizan.call(save)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(desk.asked.slice(2)).toEqual(['jwt_refresh']);
  });
});

describe.each(kinds)('a visitor who is not signed in (%s)', (kind) => {
  const obtain = obtainOf[kind];

  async function openForNobody() {
    const parts = await open(kind);
    parts.desk.person = undefined;
    return parts;
  }

  it('is asked once, and goes on without a token', async () => {
    const { desk, mizan } = await openForNobody();
    expect(await mizan.call(save)).toEqual({ person: null });
    await mizan.fetch(meContext);
    passSeconds(1_000_000);
    await mizan.call(save);
    expect(desk.asked).toEqual([obtain, 'save', 'ctx me', 'save']);
  });

  it('is not asked again for being refused something', async () => {
    const { desk, mizan } = await openForNobody();
    desk.instead = (asked) => (asked === obtain ? undefined : unauthorized('Sign in'));
    for (let round = 0; round < 2; round += 1) {
      await expect(mizan.call(save)).rejects.toMatchObject({ code: 'UNAUTHORIZED', message: 'Sign in' });
      await expect(mizan.fetch(meContext)).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 401 });
    }
    expect(desk.asked).toEqual([obtain, 'save', 'ctx me', 'save', 'ctx me']);
  });

  it('has a token after signing in and `reset`', async () => {
    const { desk, mizan } = await openForNobody();
    await mizan.call(save);
    desk.person = 'ada';
    await mizan.call(save);
    expect(desk.asked).toEqual([obtain, 'save', 'save']);
    mizan.reset();
    await mizan.call(save);
    expect(desk.asked.slice(3)).toEqual([obtain, 'save']);
    expect(desk.answered.at(-1)).toMatchObject({ person: 'ada', token: expect.any(String) });
  });
});

/** A page that shows who is signed in. */
async function openShown(kind: TokenKind) {
  const parts = await open(kind);
  const store = parts.mizan.context(meContext);
  const states: string[] = [];
  const shown = () => store.getState().data?.whoami.person;
  onTestFinished(store.subscribe(() => states.push(`${store.getState().status} ${shown()}`)));
  const shows = (person: string | null) =>
    vi.waitUntil(() => store.getState().status === 'ready' && shown() === person);
  await shows('ada');
  states.length = 0;
  return { ...parts, store, states, shows };
}

describe.each(kinds)('signing out (%s)', (kind) => {
  const obtain = obtainOf[kind];
  const renew = renewOf[kind];

  it('drops the token and the data, and reads what is mounted as the one after', async () => {
    const { desk, mizan, store, states, shows } = await openShown(kind);
    desk.person = undefined;
    mizan.reset();
    expect(store.getState()).toEqual({ data: undefined, status: 'loading', error: undefined });
    await shows(null);
    expect(states.some((state) => state.includes('ada'))).toBe(false);
    expect(desk.asked.slice(2)).toEqual([obtain, 'ctx me']);
    expect(desk.answered.at(-1)?.token).toBeUndefined();
  });

  it('ignores the answer to a read that was sent with the old token', async () => {
    const { desk, mizan, store, states, shows } = await openShown(kind);
    const held = hold(desk, 'ctx me');
    store.refetch().catch(() => undefined);
    await held.arrived(1);
    desk.person = 'bob';
    mizan.reset();
    await held.arrived(2);
    held.letGo();
    await shows('bob');
    expect(desk.answered.filter(({ asked }) => asked === 'ctx me').map(({ person }) => person)).toEqual([
      'ada',
      'ada',
      'bob',
    ]);
    // `refreshing ada` was before it.
    expect(states.slice(1).some((state) => state.includes('ada'))).toBe(false);
  });

  it('ignores a token that was asked for as the one before', async () => {
    const { desk, mizan } = await open(kind);
    const held = hold(desk, obtain);
    const before = mizan.call(save);
    await held.arrived(1);
    desk.person = 'bob';
    mizan.reset();
    const after = mizan.call(other);
    await held.arrived(2);
    held.letGo();
    await expect(before).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 0 });
    expect(await after).toEqual({ person: 'bob' });
    passSeconds(10);
    await mizan.call(other);
    expect(desk.asked).toEqual([obtain, obtain, 'other', 'other']);
    expect(desk.answered.slice(2).map(({ person }) => person)).toEqual(['bob', 'bob']);
  });

  it('ignores a renewal under way, and does nothing as another that was wanted before', async () => {
    const { desk, mizan } = await open(kind);
    await mizan.call(save);
    desk.forgetTokens();
    const held = hold(desk, renew);
    const before = mizan.call(save);
    await held.arrived(1);
    mizan.reset();
    held.letGo();
    await expect(before).rejects.toMatchObject({ code: 'UNAUTHORIZED', message: 'Bad token' });
    expect(desk.asked.filter((asked) => asked === 'save')).toHaveLength(2);
    desk.person = 'bob';
    mizan.reset();
    expect(await mizan.call(other)).toEqual({ person: 'bob' });
  });

  it('ignores a token of another that was asked for before', async () => {
    const { desk, mizan } = await open(kind);
    await mizan.call(save);
    desk.person = 'bob';
    desk.forgetRefreshTokens();
    passSeconds(300);
    const held = hold(desk, obtain);
    const before = mizan.call(save);
    await held.arrived(1);
    desk.person = 'eve';
    mizan.reset();
    const after = mizan.call(other);
    await held.arrived(2);
    held.letGo();
    await expect(before).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 0 });
    expect(await after).toEqual({ person: 'eve' });
    expect(await mizan.call(other)).toEqual({ person: 'eve' });
  });

  it('asks for no token in the name of the one before', async () => {
    const { desk, mizan } = await open(kind);
    await mizan.call(save);
    desk.forgetTokens();
    const held = hold(desk, 'save');
    const before = mizan.call(save);
    await held.arrived(1);
    mizan.reset();
    held.letGo();
    await expect(before).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 401 });
    expect(desk.asked.slice(2)).toEqual(['save']);
  });

  it('does not repeat a call as another after it was refused for CSRF', async () => {
    const { desk, mizan } = await open(kind);
    const held = hold(desk, 'session');
    const holding = desk.instead;
    desk.instead = (asked, received) => (asked === 'save' ? csrfRefusal : holding(asked, received));
    const before = mizan.call(save);
    await held.arrived(1);
    mizan.reset();
    held.letGo();
    await expect(before).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 0 });
    expect(desk.asked.filter((asked) => asked === 'save')).toHaveLength(1);
  });
});

describe.each(kinds)('signing out in another tab (%s)', (kind) => {
  const obtain = obtainOf[kind];
  const renew = renewOf[kind];

  it.each([
    ['nobody', undefined],
    ['another', 'bob'],
  ])('is noticed when the token is renewed: everything is dropped and read as %s', async (_, person) => {
    const { desk, mizan, store, states, shows } = await openShown(kind);
    desk.person = person;
    desk.forgetRefreshTokens();
    passSeconds(240);
    await mizan.call(save);
    await shows(person ?? null);
    expect(states[0]).toBe('loading undefined');
    expect(store.getState().status).toBe('ready');
    const asks = kind === 'jwt' ? [renew, obtain] : [obtain];
    // The token that was noticed by is used: it is not asked for twice.
    expect(desk.asked.slice(2).filter((asked) => asked !== 'save')).toEqual([...asks, 'ctx me']);
  });

  it('does nothing as another that was wanted before', async () => {
    const { desk, mizan } = await open(kind);
    await mizan.call(save);
    desk.person = 'bob';
    desk.forgetRefreshTokens();
    passSeconds(300);
    await expect(mizan.call(save)).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 0 });
    expect(await mizan.call(save)).toEqual({ person: 'bob' });
    expect(desk.answered.filter(({ asked }) => asked === 'save').map(({ person }) => person)).toEqual([
      'ada',
      'bob',
    ]);
  });

  it('drops the CSRF token too, which belongs to the session', async () => {
    const { desk, mizan } = await open(kind);
    const seen: unknown[] = [];
    desk.instead = (asked, { headers }) => {
      if (asked !== 'save') return undefined;
      seen.push(headers['x-csrftoken']);
      return seen.length === 1 ? csrfRefusal : undefined;
    };
    await mizan.call(save);
    desk.person = 'bob';
    desk.forgetRefreshTokens();
    passSeconds(300);
    await expect(mizan.call(save)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    await mizan.call(save);
    expect(seen).toEqual([undefined, 'good', undefined]);
  });

  it('does nothing as another that was refused', async () => {
    const { desk, mizan } = await open(kind);
    await mizan.call(save);
    desk.person = undefined;
    desk.forgetRefreshTokens();
    desk.forgetTokens();
    await expect(mizan.call(save)).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 401 });
    expect(await mizan.call(save)).toEqual({ person: null });
    expect(desk.asked.filter((asked) => asked === 'save')).toHaveLength(3);
  });

  it('keeps everything where the same person signed in again', async () => {
    const { desk, mizan, states } = await openShown(kind);
    desk.forgetRefreshTokens();
    passSeconds(300);
    await mizan.call(save);
    expect(states).toEqual([]);
    expect(desk.asked.filter((asked) => asked === 'ctx me')).toHaveLength(1);
  });

  it('is noticed for people whose ids are of any characters', async () => {
    const { desk, mizan } = await open(kind);
    for (const person of ['~~~???>>>', '~~~???>>?', 'ü'.normalize(), '7', '70']) {
      desk.person = person;
      desk.forgetRefreshTokens();
      mizan.reset();
      expect(await mizan.call(save)).toEqual({ person });
      passSeconds(300);
      expect(await mizan.call(save)).toEqual({ person });
      desk.person = `${person}?`;
      desk.forgetRefreshTokens();
      passSeconds(300);
      await expect(mizan.call(save)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
    }
  });
});

it('two clients share nothing, even of one option', async () => {
  const desk = new TokenDesk('jwt');
  const baseUrl = await desk.start();
  const tokens = jwtTokens();
  const [one, two] = [createMizan({ baseUrl, tokens }), createMizan({ baseUrl, tokens })];
  expect(await one.call(save)).toEqual({ person: 'ada' });
  desk.person = 'bob';
  expect(await two.call(save)).toEqual({ person: 'bob' });
  two.reset();
  expect(await one.call(save)).toEqual({ person: 'ada' });
  expect(desk.asked).toEqual(['jwt_obtain', 'save', 'jwt_obtain', 'save', 'save']);
});

it('nothing of the package knows a place where tokens could be stored', () => {
  const folder = new URL('./', import.meta.url);
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.test'));
  expect(sources.length).toBeGreaterThan(20);
  for (const name of sources) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    expect(text, name).not.toMatch(
      /localStorage|sessionStorage|indexedDB|document\.cookie|cookieStore|\bcaches\b/,
    );
  }
});
