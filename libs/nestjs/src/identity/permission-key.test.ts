import { expect, it } from 'vitest';
import { keepPermissionKey, type MizanIdentity, permissionKeyOf } from './index.js';

const ada: MizanIdentity = { id: 1, isStaff: true, isSuperuser: true, permissions: [] };

it('is one for all who have the same rights, in any order', () => {
  // As recorded from the reference implementation.
  expect(permissionKeyOf(ada)).toBe('36a87e2221f1569b821c9d16a03b07f76346b56e8b14048df5edfa9e01c68846');
  expect(permissionKeyOf({ ...ada, id: 2 })).toBe(permissionKeyOf(ada));
  expect(permissionKeyOf({ ...ada, permissions: ['a', 'b'] })).toBe(
    permissionKeyOf({ ...ada, permissions: ['b', 'a'] }),
  );
});

it.each([{ isStaff: false }, { isSuperuser: false }, { permissions: ['a'] }])('changes with %o', (change) => {
  expect(permissionKeyOf({ ...ada, ...change })).not.toBe(permissionKeyOf(ada));
});

it('is what was kept for an identity of which only a token is known', () => {
  const known = { ...ada };
  keepPermissionKey(known, 'of the token');
  expect(permissionKeyOf(known)).toBe('of the token');
  expect(permissionKeyOf({ ...known })).toBe(permissionKeyOf(ada));
});

it('is another one when the rights of an identity were changed in place', () => {
  const permissions = ['a'];
  const who: MizanIdentity = { ...ada, permissions };
  const before = permissionKeyOf(who);
  permissions.push('b');
  expect(permissionKeyOf(who)).not.toBe(before);
  expect(permissionKeyOf(who)).toBe(permissionKeyOf({ ...ada, permissions: ['a', 'b'] }));
});
