import { expect, it } from 'vitest';

import { allotStems } from './allot-stems.js';

const claim = (key: string, stem: string, ...suffixes: string[]) => ({
  key,
  stem,
  names: (candidate: string) => ['', ...suffixes].map((suffix) => candidate + suffix),
});

it('gives the first what it wants, and the next the lowest number that is free', () => {
  const stemOf = allotStems([claim('a', 'Order'), claim('b', 'Order'), claim('c', 'Order')], new Set());
  expect(['a', 'b', 'c'].map(stemOf)).toEqual(['Order', 'Order2', 'Order3']);
});

it('gives nobody a numbered name that another has as its own', () => {
  const stemOf = allotStems([claim('a', 'Order'), claim('b', 'Order'), claim('c', 'Order2')], new Set());
  expect(['a', 'b', 'c'].map(stemOf)).toEqual(['Order', 'Order3', 'Order2']);
});

it('takes another stem when any of the names is taken, so that the names of one thing stay alike', () => {
  const stemOf = allotStems([claim('a', 'TicketInput'), claim('b', 'Ticket', 'Input')], new Set());
  expect(stemOf('b')).toBe('Ticket2');
});

it('gives nobody a reserved name', () => {
  expect(allotStems([claim('a', 'Promise')], new Set(['Promise', 'Promise2']))('a')).toBe('Promise3');
});
