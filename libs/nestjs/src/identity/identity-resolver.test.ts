import { describe, expect, it } from 'vitest';
import { IdentityResolver, type MizanIdentity, readPassportUser } from './index.js';

const ada: MizanIdentity = { id: 1, isStaff: false, isSuperuser: false, permissions: [] };
const sam: MizanIdentity = { id: 2, isStaff: true, isSuperuser: false, permissions: ['tickets.close'] };

/** A resolver and the requests that its option was asked about. */
function counted(answer: (request: Record<string, unknown>, count: number) => unknown) {
  const calls: unknown[] = [];
  // What a JavaScript app may give is wider than the type.
  const read = (request: unknown) => {
    calls.push(request);
    return answer(request as Record<string, unknown>, calls.length) as MizanIdentity | null;
  };
  return { calls, resolver: new IdentityResolver(read) };
}

describe('readPassportUser', () => {
  it.each([
    ['id', { id: 1 }, { ...ada }],
    ['userId', { userId: 'u1' }, { ...ada, id: 'u1' }],
    ['sub', { sub: 'u1' }, { ...ada, id: 'u1' }],
    ['id zero', { id: 0, sub: 'x' }, { ...ada, id: 0 }],
    [
      'camel flags',
      { id: 2, isStaff: true, isSuperuser: true },
      { ...ada, id: 2, isStaff: true, isSuperuser: true },
    ],
    [
      'snake flags',
      { id: 2, is_staff: true, is_superuser: true },
      { ...ada, id: 2, isStaff: true, isSuperuser: true },
    ],
    ['permissions', { id: 2, permissions: ['a', 7, 'b'] }, { ...ada, id: 2, permissions: ['a', 'b'] }],
  ])('takes %s', (_title, user, expected) => {
    expect(readPassportUser({ user })).toEqual(expected);
  });

  it.each([
    ['none', {}],
    ['undefined', { user: undefined }],
    ['null', { user: null }],
    ["passport's false", { user: false }],
  ])('is nobody when the user is %s', (_title, request) => {
    expect(readPassportUser(request)).toBeNull();
  });

  it.each([1, 'true', 'yes', {}, [true]])('does not take %o for a flag', (flag) => {
    expect(readPassportUser({ user: { id: 1, isStaff: flag, is_superuser: flag } })).toEqual(ada);
  });

  it('hands on nothing else of the user', () => {
    expect(readPassportUser({ user: { id: 1, passwordHash: 'x', permissions: 'all' } })).toEqual(ada);
  });

  it.each([{ user: {} }, { user: { name: 'ada' } }, { user: { id: {} } }, { user: 'ada' }, { user: true }])(
    'refuses a user without an id: %o',
    (request) => {
      expect(() => readPassportUser(request)).toThrow(/id, userId or sub/);
    },
  );
});

describe('IdentityResolver', () => {
  it('asks once per request, also when several ask at once', async () => {
    const { calls, resolver } = counted(async () => ada);
    const request = {};
    const found = await Promise.all([resolver.resolve(request), resolver.resolve(request)]);
    expect([...found, await resolver.resolve(request)]).toEqual([ada, ada, ada]);
    expect(calls).toEqual([request]);
  });

  it('asks for each request', async () => {
    const { resolver } = counted((request) => (request['who'] === 'sam' ? sam : ada));
    expect(await resolver.resolve({ who: 'sam' })).toBe(sam);
    expect(await resolver.resolve({ who: 'ada' })).toBe(ada);
  });

  it('asks again when a guard has put another user on the request', async () => {
    const resolver = new IdentityResolver();
    const request: Record<string, unknown> = { user: { id: 1 } };
    expect(await resolver.resolve(request)).toMatchObject({ id: 1 });
    request['user'] = { id: 2, isStaff: true };
    expect(await resolver.resolve(request)).toMatchObject({ id: 2, isStaff: true });
    delete request['user'];
    expect(await resolver.resolve(request)).toBeNull();
  });

  it('does not remember nobody: the guard of the next function may know the caller', async () => {
    const { calls, resolver } = counted((request) => request['session'] ?? null);
    const request: Record<string, unknown> = {};
    expect(await resolver.resolve(request)).toBeNull();
    request['session'] = sam;
    expect(await resolver.resolve(request)).toBe(sam);
    expect(calls).toHaveLength(2);
  });

  it('finds a caller whom a guard signed in while the question was open', async () => {
    let answer: ((identity: null) => void) | undefined;
    const open = new Promise<null>((resolve) => (answer = resolve));
    const { resolver } = counted((request, count) => (count === 1 ? open : request['session']));
    const request: Record<string, unknown> = {};
    const first = resolver.resolve(request);
    request['session'] = sam;
    const second = resolver.resolve(request);
    answer?.(null);
    expect(await first).toBeNull();
    expect(await second).toBe(sam);
  });

  it('hands on an error and does not remember it', async () => {
    const { resolver } = counted((_request, count) => {
      if (count === 1) throw new Error('database away');
      return ada;
    });
    const request = {};
    await expect(resolver.resolve(request)).rejects.toThrow('database away');
    expect(await resolver.resolve(request)).toBe(ada);
  });

  it('keeps what a class of the app adds to the identity', async () => {
    class Member {
      readonly id = 1;
      readonly isStaff = false;
      readonly isSuperuser = false;
      readonly permissions = [];
      readonly team = 'north';
    }
    const member = new Member();
    expect(await new IdentityResolver(() => member).resolve({})).toBe(member);
  });

  it.each([
    ['a text', 'ada'],
    ['true', true],
    ['no id', { isStaff: false, isSuperuser: false, permissions: [] }],
    ['an empty id', { ...ada, id: '' }],
    ['NaN', { ...ada, id: Number.NaN }],
    ['an object as id', { ...ada, id: { $ne: null } }],
    ['a flag that is not boolean', { ...ada, isStaff: 'no' }],
    ['no flags', { id: 1, permissions: [] }],
    ['permissions as text', { ...ada, permissions: 'all' }],
    ['permissions of numbers', { ...ada, permissions: [1] }],
  ])('refuses an option that returns %s', async (_title, returned) => {
    const { resolver } = counted(() => returned);
    await expect(resolver.resolve({})).rejects.toThrow(/The option `identity` of MizanModule/);
  });

  it('takes undefined for nobody', async () => {
    const { resolver } = counted(() => undefined);
    expect(await resolver.resolve({})).toBeNull();
  });

  it('takes what it is told for a request that came over no wire', async () => {
    const { calls, resolver } = counted(() => ada);
    const [asSam, asNobody] = [{ user: { id: 1 } }, { user: { id: 1 } }];
    resolver.assume(asSam, sam);
    resolver.assume(asNobody, null);
    expect(await resolver.resolve(asSam)).toBe(sam);
    expect(await resolver.resolve(asNobody)).toBeNull();
    expect(calls).toEqual([]);
  });
});
