import { expect, it } from 'vitest';
import { nameRead } from './context-reads.js';

it.each([
  ['http://desk/api/mizan/ctx/global/', 'global'],
  ['http://desk/api/mizan/ctx/ticket/?ticket_id=7', 'ticket ticket_id=7'],
  ['http://desk/api/mizan/ctx/board?team=a%20b&archived=true', 'board team=a b archived=true'],
  ['http://desk/api/mizan/call/', undefined],
])('names what %s reads', (url, view) => {
  expect(nameRead(url)).toBe(view);
});
