import { expect, it } from 'vitest';
import { type Attendance, forget, hear, nameAll, nextToForget, nobody } from './attendance.js';

const nora = { id: 1, name: 'Nora Lind', role: 'customer', portrait: null } as const;
const theo = { id: 2, name: 'Theo Brandt', role: 'agent', portrait: null } as const;
const mira = { id: 3, name: 'Mira Okafor', role: 'admin', portrait: null } as const;

function told(attendance: Attendance) {
  return [...attendance.values()].map(({ person, isTyping }) => [person.name, isTyping]);
}

it('tells who is there and who types, in the order in which they came', () => {
  let all = hear(nobody, { person: theo, doing: 'joined' }, 0);
  all = hear(all, { person: nora, doing: 'looking' }, 10);
  all = hear(all, { person: theo, doing: 'typing' }, 20);
  expect(told(all)).toEqual([
    ['Theo Brandt', true],
    ['Nora Lind', false],
  ]);
  expect(told(hear(all, { person: theo, doing: 'looking' }, 30))).toEqual([
    ['Theo Brandt', false],
    ['Nora Lind', false],
  ]);
});

it('believes what it was told for a while, in which one that is lost drives nobody out', () => {
  const all = hear(nobody, { person: theo, doing: 'typing' }, 0);
  expect(told(forget(all, 10_000))).toEqual([['Theo Brandt', true]]);
  expect(told(forget(hear(all, { person: theo, doing: 'typing' }, 10_000), 20_000))).toHaveLength(1);
  expect(told(forget(all, 20_000))).toEqual([]);
});

it('keeps somebody who left one of two tabs, since the other one says so', () => {
  const left = hear(
    hear(nobody, { person: theo, doing: 'looking' }, 0),
    { person: theo, doing: 'left' },
    100,
  );
  expect(told(left)).toHaveLength(1);
  expect(told(forget(left, 1_200))).toEqual([]);
  expect(told(forget(hear(left, { person: theo, doing: 'looking' }, 150), 1_200))).toHaveLength(1);
});

it('does not bring in who leaves', () => {
  expect(hear(nobody, { person: theo, doing: 'left' }, 0)).toBe(nobody);
});

it('says when to look again, and changes nothing when nobody is to be forgotten', () => {
  expect(nextToForget(nobody, 0)).toBe(Infinity);
  let all = hear(nobody, { person: nora, doing: 'looking' }, 0);
  all = hear(all, { person: theo, doing: 'looking' }, 3_000);
  expect(nextToForget(all, 4_000)).toBe(8_000);
  expect(forget(all, 11_999)).toBe(all);
  expect(told(forget(all, 12_000))).toEqual([['Theo Brandt', false]]);
});

it('names one, two and more', () => {
  const all = [nora, theo, mira].map((person) => ({ person, isTyping: false, until: 0 }));
  expect(nameAll(all.slice(0, 1))).toBe('Nora Lind');
  expect(nameAll(all.slice(0, 2))).toBe('Nora Lind and Theo Brandt');
  expect(nameAll(all)).toBe('Nora Lind, Theo Brandt, and Mira Okafor');
});
