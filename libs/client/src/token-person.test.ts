import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  csrfRefusal,
  hold,
  kinds,
  meContext,
  openPage,
  openShown,
  other,
  passSeconds,
  save,
  useManualClock,
} from './fixture/token-page.js';
import { contextRef } from './refs.js';

useManualClock();

describe.each(kinds)('signing out ($kind)', ({ kind, obtain, renew }) => {
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

  it('gives who awaits a read of the one before no data of the one after', async () => {
    const { desk, mizan } = await openPage(kind);
    await mizan.call(save);
    const held = hold(desk, 'ctx me');
    const before = mizan.fetch(meContext);
    await held.arrived(1);
    desk.person = 'bob';
    mizan.reset();
    await held.arrived(2);
    held.letGo();
    await expect(before).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 0 });
    expect(await mizan.fetch(meContext)).toEqual({ whoami: { person: 'bob' } });
  });

  it('ignores a token that was asked for as the one before', async () => {
    const { desk, mizan } = await openPage(kind);
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
    const { desk, mizan } = await openPage(kind);
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
    const { desk, mizan } = await openPage(kind);
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
    const { desk, mizan } = await openPage(kind);
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
    const { desk, mizan } = await openPage(kind);
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

describe.each(kinds)('signing out in another tab ($kind)', ({ kind, obtain, renew }) => {
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
    const { desk, mizan } = await openPage(kind);
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
    const { desk, mizan } = await openPage(kind);
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
    const { desk, mizan } = await openPage(kind);
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
    const { desk, mizan } = await openPage(kind);
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

describe.each(kinds)('signing in in another tab ($kind)', ({ kind, obtain }) => {
  const youContext = contextRef<object, { readonly whoami: { readonly person: string | null } }>('you');

  it('is noticed within a minute by a page that nobody was signed in to: it shows no two people', async () => {
    const { desk, mizan } = await openPage(kind);
    desk.person = undefined;
    const [me, you] = [mizan.context(meContext), mizan.context(youContext)];
    const shown = () => [me, you].map((store) => store.getState().data?.whoami.person);
    for (const store of [me, you]) onTestFinished(store.subscribe(() => undefined));
    await vi.waitUntil(() => shown().every((person) => person === null));
    desk.person = 'ada';
    await me.refetch();
    desk.person = 'bob';
    passSeconds(60);
    const seen: unknown[] = [];
    for (const store of [me, you]) onTestFinished(store.subscribe(() => seen.push(shown())));
    you.refetch().catch(() => undefined);
    await vi.waitUntil(() => shown().every((person) => person === 'bob'));
    expect(seen).not.toContainEqual(['ada', 'bob']);
    expect(desk.asked.filter((asked) => asked === obtain)).toHaveLength(2);
  });

  it('does nothing as somebody that nobody wanted before', async () => {
    const { desk, mizan } = await openPage(kind);
    desk.person = undefined;
    await mizan.call(save);
    desk.person = 'bob';
    passSeconds(60);
    await expect(mizan.call(save)).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 0 });
    expect(await mizan.call(save)).toEqual({ person: 'bob' });
  });
});
