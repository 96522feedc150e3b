import { expect, it } from 'vitest';
import { readRoute, ticketPath } from './route.js';

it.each([
  ['/', { kind: 'list' }],
  ['/new', { kind: 'new' }],
  ['/profile', { kind: 'profile' }],
  ['/tickets/7', { kind: 'tickets', ids: [7] }],
  ['/tickets/7+12', { kind: 'tickets', ids: [7, 12] }],
  ['/tickets/', { kind: 'list' }],
  ['/tickets/7+', { kind: 'list' }],
  ['/tickets/seven', { kind: 'list' }],
  ['/elsewhere', { kind: 'list' }],
])('reads the address %s', (path, route) => {
  expect(readRoute(path)).toEqual(route);
});

it('names each ticket once, and the list when there is none', () => {
  expect(ticketPath(7, 12, 7)).toBe('/tickets/7+12');
  expect(ticketPath()).toBe('/');
  expect(readRoute(ticketPath(3, 4))).toEqual({ kind: 'tickets', ids: [3, 4] });
});
