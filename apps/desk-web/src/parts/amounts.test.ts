import { expect, it } from 'vitest';
import { tellMoney, tellSize } from './amounts.js';

it('tells money', () => {
  expect([0, 690, 149_000].map(tellMoney)).toEqual(['€0.00', '€6.90', '€1,490.00']);
});

it('tells sizes', () => {
  expect([999, 1000, 340_400, 5_242_880].map(tellSize)).toEqual(['999 B', '1 kB', '340 kB', '5.2 MB']);
});
