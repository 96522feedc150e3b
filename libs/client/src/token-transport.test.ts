import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { createMizan } from './create-mizan.js';
import { TokenDesk } from './fixture/token-desk.js';
import {
  broken,
  hold,
  kinds,
  meContext,
  openPage,
  openShown,
  other,
  passSeconds,
  save,
  unauthorized,
  useManualClock,
} from './fixture/token-page.js';
import { jwtTokens, mwtTokens } from './token-transport.js';

useManualClock();

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

describe.each(kinds)('$kind tokens', ({ kind, obtain, renew }) => {
  it('are asked for by the first request, without one, and brought by all', async () => {
    const { desk, mizan } = await openPage(kind);
    expect(desk.asked).toEqual([]);
    expect(await mizan.call(save)).toEqual({ person: 'ada' });
    await mizan.fetch(meContext);
    expect(desk.asked).toEqual([obtain, 'save', 'ctx me']);
    const [first, ...rest] = desk.answered.map(({ token }) => token);
    expect(first).toBeUndefined();
    expect(rest).toEqual([expect.any(String), rest[0]]);
  });

  it('are asked for once by requests that need one at the same time', async () => {
    const { desk, mizan } = await openPage(kind);
    await Promise.all([mizan.call(save), mizan.fetch(meContext), mizan.call(other), mizan.call(save)]);
    expect(desk.asked.filter((asked) => asked === obtain)).toHaveLength(1);
    expect(desk.asked).toHaveLength(5);
  });

  it('are renewed behind a request that is sent in the last fifth of their life', async () => {
    const { desk, mizan } = await openPage(kind);
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
    const { desk, mizan } = await openPage(kind);
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
      tokens: kind === 'mwt' ? mwtTokens() : jwtTokens(),
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

  it('are used to their end when they cannot be renewed, which is tried again every five seconds', async () => {
    const { desk, mizan } = await openPage(kind);
    await mizan.call(save);
    passSeconds(250);
    desk.instead = (asked) => (asked === renew ? broken : undefined);
    const renewals = () => desk.asked.slice(2).filter((asked) => asked === renew).length;
    for (let round = 1; round <= 3; round += 1) {
      await vi.waitUntil(async () => {
        expect(await mizan.call(save)).toEqual({ person: 'ada' });
        return renewals() === round;
      });
      for (let count = 0; count < 4; count += 1) await mizan.call(save);
      expect(renewals()).toBe(round);
      passSeconds(5);
    }
    passSeconds(35);
    await expect(mizan.call(save)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    desk.instead = () => undefined;
    expect(await mizan.call(save)).toEqual({ person: 'ada' });
  });

  it.each([
    [401, 47],
    [403, 47],
    [404, 4],
    [429, 4],
    [503, 4],
  ])('that are refused by %i leave it to the session who calls, for %i seconds', async (status, pause) => {
    const { desk, mizan, store, states, shows } = await openShown(kind);
    const refusal = { status, body: { error: true, code: 'REFUSED', message: 'No' } };
    desk.instead = (asked) => (asked === obtain ? refusal : undefined);
    mizan.reset();
    await shows('ada');
    passSeconds(pause);
    expect(await mizan.call(save)).toEqual({ person: 'ada' });
    await store.refetch();
    expect(desk.asked.slice(2)).toEqual([obtain, 'ctx me', 'save', 'ctx me']);
    expect(desk.answered.slice(2).map(({ token }) => token)).toEqual(Array.from({ length: 4 }));
    desk.instead = () => undefined;
    states.length = 0;
    passSeconds(1);
    await mizan.call(save);
    // Whose data it was is not known, so that it is read again.
    await vi.waitUntil(() => states.includes('loading undefined'));
    await shows('ada');
    expect(desk.asked.slice(6).toSorted()).toEqual([obtain, 'save', 'ctx me'].toSorted());
    expect(desk.answered.at(-1)?.token).toEqual(expect.any(String));
  });

  it('do not hold one who gives up while they are asked for', async () => {
    const { desk, mizan } = await openPage(kind);
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

  it('take the place of a header of the app, in whatever letters it is written', async () => {
    const { desk, mizan } = await openPage(kind, {
      getHeaders: () => ({ Authorization: 'Basic eDp5', 'X-Mizan-Token': 'mine' }),
    });
    // Without a token of its kind, the desk would take the app's own for one.
    desk.instead = (asked) => (asked === obtain ? { body: { result: desk.issueTo('ada') } } : undefined);
    expect(await mizan.call(save)).toEqual({ person: 'ada' });
    expect(await mizan.fetch(meContext)).toEqual({ whoami: { person: 'ada' } });
    expect(desk.asked).toEqual([obtain, 'save', 'ctx me']);
  });

  it('are asked for with the headers of the app', async () => {
    const seen: unknown[] = [];
    const { desk, mizan } = await openPage(kind, { getHeaders: () => ({ 'x-tenant': 'north' }) });
    desk.instead = (_asked, { headers }) => {
      seen.push(headers['x-tenant']);
      return undefined;
    };
    await mizan.call(save);
    expect(seen).toEqual(['north', 'north']);
  });
});

describe('JWTs', () => {
  it('are renewed by each refresh token once, in turn', async () => {
    const { desk, mizan } = await openPage('jwt');
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
    const { desk, mizan } = await openPage('jwt');
    await mizan.call(save);
    desk.forgetRefreshTokens();
    passSeconds(300);
    expect(await mizan.call(save)).toEqual({ person: 'ada' });
    expect(desk.asked.slice(2)).toEqual(['jwt_refresh', 'jwt_obtain', 'save']);
  });

  it('are not asked for anew when nobody knows whether the refresh token was refused', async () => {
    const { desk, mizan } = await openPage('jwt');
    await mizan.call(save);
    passSeconds(300);
    desk.instead = (asked) => (asked === 'jwt_refresh' ? broken : undefined);
    await expect(mizan.call(save)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(desk.asked.slice(2)).toEqual(['jwt_refresh']);
  });
});

describe.each(kinds)('a visitor who is not signed in ($kind)', ({ kind, obtain }) => {
  async function openForNobody() {
    const parts = await openPage(kind);
    parts.desk.person = undefined;
    return parts;
  }

  it('is asked once a minute, and goes on without a token', async () => {
    const { desk, mizan } = await openForNobody();
    expect(await mizan.call(save)).toEqual({ person: null });
    await mizan.fetch(meContext);
    passSeconds(47);
    await mizan.call(save);
    expect(desk.asked).toEqual([obtain, 'save', 'ctx me', 'save']);
    passSeconds(13);
    await mizan.call(save);
    expect(desk.asked.slice(4)).toEqual([obtain, 'save']);
    passSeconds(50);
    await mizan.call(save);
    await vi.waitUntil(() => desk.asked.length === 8);
    expect(desk.asked.slice(6).toSorted()).toEqual([obtain, 'save'].toSorted());
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
