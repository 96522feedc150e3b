import { describe, expect, it } from 'vitest';
import {
  badToken,
  broken,
  csrfRefusal,
  hold,
  kinds,
  meContext,
  openPage,
  other,
  save,
  unauthorized,
  useManualClock,
} from './fixture/token-page.js';

useManualClock();

describe.each(kinds)('a refused $kind token', ({ kind, obtain, renew }) => {
  it('is renewed, once for all that it was refused to, and each is sent once more', async () => {
    const { desk, mizan } = await openPage(kind);
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
    const { desk, mizan } = await openPage(kind);
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
    const { desk, mizan } = await openPage(kind);
    const asked = what === 'call' ? 'save' : 'ctx me';
    desk.instead = (each) => (each === asked ? badToken : undefined);
    const sent = what === 'call' ? mizan.call(save) : mizan.fetch(meContext);
    await expect(sent).rejects.toMatchObject({ code: 'UNAUTHORIZED', status: 401, message: 'Bad token' });
    expect(desk.asked).toEqual([obtain, asked, renew, asked]);
  });

  it.each([
    ['alone', unauthorized('Wrong password')],
    [
      'with the challenge of another service',
      { ...unauthorized('Mail refused'), headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
    ],
    ['with details', unauthorized('Wrong password', { details: { reason: 'password' } })],
  ])('is not suspected behind a 401 of a function, %s: it runs once', async (_, refusal) => {
    const { desk, mizan } = await openPage(kind);
    desk.instead = (asked) => (asked === 'save' ? refusal : undefined);
    await expect(mizan.call(save)).rejects.toMatchObject({ message: refusal.body.message, status: 401 });
    await mizan.call(other);
    expect(desk.asked).toEqual([obtain, 'save', 'other']);
  });

  it('is not suspected behind a mark that comes with another status than 401', async () => {
    const { desk, mizan } = await openPage(kind);
    const { body } = badToken;
    desk.instead = (asked) => (asked === 'save' ? { status: 409, body } : undefined);
    await expect(mizan.call(save)).rejects.toMatchObject({ status: 409 });
    expect(desk.asked).toEqual([obtain, 'save']);
  });

  it('is not suspected behind a context that answers 401 by itself, however often it is read', async () => {
    const { desk, mizan } = await openPage(kind);
    desk.instead = (asked) => (asked === 'ctx me' ? unauthorized('Members only') : undefined);
    for (let round = 0; round < 3; round += 1)
      await expect(mizan.fetch(meContext)).rejects.toMatchObject({ message: 'Members only' });
    expect(desk.asked).toEqual([obtain, 'ctx me', 'ctx me', 'ctx me']);
  });

  it('ends the request when it cannot be renewed for lack of an answer', async () => {
    const { desk, mizan } = await openPage(kind);
    await mizan.call(save);
    desk.forgetTokens();
    desk.instead = (asked) => (asked === renew ? broken : undefined);
    await expect(mizan.call(save)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    expect(desk.asked.slice(2)).toEqual(['save', renew]);
  });

  it.each(['token', 'CSRF'])(
    'and a refused CSRF token send a call three times at most, the %s first',
    async (first) => {
      const { desk, mizan } = await openPage(kind);
      await mizan.call(save);
      const refusals =
        first === 'token' ? [badToken, csrfRefusal, csrfRefusal] : [csrfRefusal, badToken, csrfRefusal];
      desk.instead = (asked) => (asked === 'save' ? (refusals.shift() ?? badToken) : undefined);
      await expect(mizan.call(save)).rejects.toMatchObject({ name: 'MizanError' });
      expect(desk.asked.slice(2).filter((asked) => asked === 'save')).toHaveLength(3);
    },
  );

  it.each(['token', 'CSRF'])('and a refused CSRF token let a call through, the %s first', async (first) => {
    const { desk, mizan } = await openPage(kind);
    await mizan.call(save);
    const refusals = first === 'token' ? [badToken, csrfRefusal] : [csrfRefusal, badToken];
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
    const { desk, mizan } = await openPage(kind);
    desk.instead = (asked, { headers }) =>
      asked === obtain && headers['x-csrftoken'] !== 'good' ? csrfRefusal : undefined;
    expect(await mizan.call(save)).toEqual({ person: 'ada' });
    expect(desk.asked).toEqual([obtain, 'session', obtain, 'save']);
  });
});
