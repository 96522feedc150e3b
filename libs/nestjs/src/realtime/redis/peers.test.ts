import { expect, it } from 'vitest';

import { Peers } from './peers.js';

const letter = (from: string, session = 1) => ({ from, session, text: '' });

function beats(peers: Peers, count: number): readonly string[] {
  return Array.from({ length: count }, () => peers.beat()).flat();
}

it('misses who has been silent for more than three beats, once', () => {
  const peers = new Peers();
  peers.hear(letter('a'));
  expect(beats(peers, 3)).toEqual([]);
  expect(beats(peers, 5)).toEqual(['a']);
});

it('misses nobody who is heard, has said goodbye, or could not be heard', () => {
  const peers = new Peers();
  for (const id of ['heard', 'gone', 'excused', 'missed']) peers.hear(letter(id));
  beats(peers, 3);
  peers.hear(letter('heard'));
  peers.forget('gone');
  peers.excuse('excused');
  expect(beats(peers, 1)).toEqual(['missed']);
  peers.excuse();
  expect(beats(peers, 3)).toEqual([]);
});

it('misses who was expected and never heard', () => {
  const peers = new Peers();
  peers.hear(letter('a', 5));
  peers.expect('a');
  peers.expect('b');
  expect(peers.hear(letter('a', 4))).toBe(false);
  expect(beats(peers, 3)).toEqual([]);
  peers.hear(letter('a', 5));
  expect(beats(peers, 1)).toEqual(['b']);
});

it('does not count what comes from a session that was followed by another', () => {
  const peers = new Peers();
  expect(peers.hear(letter('a', 1))).toBe(true);
  expect(peers.hear(letter('a', 3))).toBe(true);
  expect(peers.hear(letter('b', 2))).toBe(true);
  expect(peers.hear(letter('a', 2))).toBe(false);
  expect(peers.hear(letter('a', 3))).toBe(true);
});
