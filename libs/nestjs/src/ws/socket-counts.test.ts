import { expect, it } from 'vitest';
import { SocketCounts } from './socket-counts.js';

const who = (id: string | number) => ({ id, isStaff: false, isSuperuser: false, permissions: [] });

it('sockets of one person are counted together, by whichever of a token and a session they were opened', () => {
  const counts = new SocketCounts();
  expect([counts.add(who(7)), counts.add(who('7')), counts.add(who(8))]).toEqual([1, 2, 1]);
  counts.remove(who('7'));
  counts.remove(who(7));
  expect(counts.add(who('7'))).toBe(1);
});

it('sockets of nobody are counted apart', () => {
  const counts = new SocketCounts();
  expect([counts.add(who('null')), counts.add(null), counts.add(null)]).toEqual([1, 1, 2]);
  counts.remove(null);
  expect([counts.add(who('null')), counts.add(null)]).toEqual([2, 2]);
});
