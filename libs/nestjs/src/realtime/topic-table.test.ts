import { expect, it } from 'vitest';

import { TopicTable } from './topic-table.js';

it('has a topic until the last one has left it, and forgets nobody twice', () => {
  const table = new TopicTable();
  const told: string[] = [];
  const listener = (text: string) => void told.push(text);
  const [first, second] = [table.add('room', listener), table.add('room', listener)];
  first();
  first();
  expect(table.names).toEqual(['room']);
  table.tell('room', 'one', () => {});
  second();
  expect(table.has('room')).toBe(false);
  const third = table.add('room', listener);
  first();
  second();
  table.tell('room', 'two', () => {});
  third();
  table.tell('room', 'three', () => {});
  expect(told).toEqual(['one', 'two']);
});
