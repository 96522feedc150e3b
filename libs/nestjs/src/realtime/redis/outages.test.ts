import { expect, it } from 'vitest';

import { Outages } from './outages.js';

it('tells of an outage when it begins and when all of it is over', () => {
  const told: string[] = [];
  const outages = new Outages({ log: (text) => told.push(text), warn: (text) => told.push(text) });
  const [one, two] = [{}, {}];
  outages.end(one);
  for (let at = 0; at < 5; at += 1) outages.begin(one, new Error('first reason'));
  outages.begin(two, new Error('second reason'));
  outages.end(one);
  outages.begin(one, new Error('third reason'));
  outages.end(two);
  outages.end(one);
  outages.end(one);
  expect(told).toEqual([
    expect.stringContaining('lost Redis (first reason)'),
    expect.stringContaining('has Redis again'),
  ]);
});
