import { expect, it } from 'vitest';

import { permissionKeyText } from './permission-key-text.js';

it('says the flags and the permissions, sorted by code point', () => {
  const permissions = ['é', 'b', 'Z', 'a', '😀', '\uffff'];
  expect(permissionKeyText({ isStaff: true, isSuperuser: false, permissions })).toBe('1:0:Z,a,b,é,\uffff,😀');
  expect(permissionKeyText({ isStaff: false, isSuperuser: true, permissions: [] })).toBe('0:1:');
});

it('is the same for the same rights, and leaves their list as it is', () => {
  const permissions = ['b', 'a'];
  const rights = { isStaff: false, isSuperuser: false };
  expect(permissionKeyText({ ...rights, permissions })).toBe(
    permissionKeyText({ ...rights, permissions: ['a', 'b'] }),
  );
  expect(permissions).toEqual(['b', 'a']);
});
