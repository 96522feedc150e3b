import { expect, it } from 'vitest';
import type { AuthPolicy } from './index.js';
import { findAuthProblem } from './auth-rule.js';

class Policy implements AuthPolicy {
  allows(): boolean {
    return true;
  }
}

class PropertyPolicy {
  readonly allows = () => true;
}

it.each([
  true,
  'required',
  'staff',
  'superuser',
  { permission: 'ticket.close' },
  { permission: ['ticket.close', 'ticket.reopen'] },
  () => true,
  async () => true,
  Policy,
  class extends Policy {},
])('takes %s for a rule', (rule) => {
  expect(findAuthProblem(rule, 'Tickets.close')).toBeUndefined();
});

it.each([
  ['admin', "auth 'admin' is no rule"],
  ['', "auth '' is no rule"],
  ['Staff', "auth 'Staff' is no rule"],
  ['constructor', "auth 'constructor' is no rule"],
  [false, 'auth false is no rule'],
  [1, 'auth 1 is no rule'],
  [null, 'auth null is no rule'],
  [{}, 'auth {} is no rule'],
  [['ticket.close'], "auth [ 'ticket.close' ] is no rule"],
  [{ permissions: ['a'] }, "auth { permissions: [ 'a' ] } is no rule"],
  [{ permission: 'a', staff: true }, "auth { permission: 'a', staff: true } is no rule"],
  [{ permission: '' }, "auth asks for the permission ''"],
  [{ permission: ' a' }, "auth asks for the permission ' a'"],
  [{ permission: [] }, 'auth asks for the permission []'],
  [{ permission: ['a', 7] }, "auth asks for the permission [ 'a', 7 ]"],
  [{ permission: null }, 'auth asks for the permission null'],
  [PropertyPolicy, 'auth names the class PropertyPolicy, which has no method allows()'],
])('says what is wrong with %s, where, and what would be right', (rule, problem) => {
  expect(findAuthProblem(rule, 'Tickets.close')).toEqual({
    where: 'Tickets.close',
    problem,
    fix: expect.stringMatching(/\.$/),
  });
});
