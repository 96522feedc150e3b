import { expect, it } from 'vitest';
import { tellAgo } from './ago.js';

const minute = 60_000;

it.each([
  [-minute, 'just now'],
  [0, 'just now'],
  [minute - 1, 'just now'],
  [minute, '1 minute ago'],
  [90 * minute, '1 hour ago'],
  [24 * 60 * minute, 'yesterday'],
  [100 * 60 * minute, '4 days ago'],
])('tells %i milliseconds', (milliseconds, words) => {
  expect(tellAgo(milliseconds)).toBe(words);
});
