import { expect, it } from 'vitest';
import { priceOf, totalOf } from './order-total.js';

const products = [
  { sku: 'LAMP-1', name: 'Lamp', price: 8900 },
  { sku: 'BULB-4', name: 'Bulb', price: 690 },
];

it('adds up what is filled in', () => {
  const lines = [{ sku: 'LAMP-1', quantity: 1 }, { sku: 'BULB-4', quantity: '3' }, {}];
  expect(totalOf(lines, products)).toBe(10_970);
});

it.each([undefined, '', '-1', '1.5', 'two'])('counts a quantity of %j as nothing', (quantity) => {
  expect(priceOf({ sku: 'LAMP-1', quantity }, products)).toBe(0);
});

it('counts a product that nobody knows as nothing', () => {
  expect(priceOf({ sku: 'GOLD-1', quantity: 1 }, products)).toBe(0);
});
