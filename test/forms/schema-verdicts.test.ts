import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { type BothSides, declareForm, openBothSides } from './both-sides.js';
import { randomFrom, randomValue } from './random-values.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const count = process.env['SOAK'] === '1' ? 10_000 : 1000;

const texts = ['a', 'ab', 'abc', 'abcdef', ' abc ', '  abcde  ', '\ud83d\ude00\ud83d\ude00', 'ABC'];
const cases = [
  { title: 'a text with bounds', schema: z.string().min(3).max(5), seeds: texts },
  { title: 'a text that is trimmed first', schema: z.string().trim().min(3).max(5), seeds: texts },
  { title: 'a pattern with a flag', schema: z.string().regex(/^[a-z]+$/i), seeds: texts },
  { title: 'an address', schema: z.email(), seeds: ['a@b.example', 'A@B.EXAMPLE', 'a@b'] },
  { title: 'a whole number', schema: z.int().min(1).max(5), seeds: [0, 1, 5, 6, '3', '2.5'] },
  { title: 'a number', schema: z.number().min(0.5).max(2.5), seeds: [0.5, 2.5, '1', 3] },
  { title: 'an enum', schema: z.enum(['a', 'b']), seeds: ['a', 'b', 'c'] },
  { title: 'a list', schema: z.array(z.string()).min(1).max(2), seeds: [[], ['a'], ['a', 'b', 'c'], 'a'] },
  { title: 'what may be left out', schema: z.string().max(2).optional(), seeds: texts },
  { title: 'a box', schema: z.boolean(), seeds: [true, false, 'on'] },
].map((one, index) => ({ ...one, form: `schema${index}` }));

let sides: BothSides;
beforeAll(async () => {
  sides = await openBothSides(
    cases.map(({ form, schema }) => declareForm(form, Object, z.object({ value: schema }))),
  );
});
afterAll(() => sides.close());

describe(`forms by schemas, ${count} values each (SEED=${seed})`, () => {
  it.each(cases)('are refused by browsers only where the server does so: $title', async ({ form, seeds }) => {
    const random = randomFrom(seed);
    const rows = Array.from(
      { length: count },
      () => JSON.parse(JSON.stringify({ value: randomValue(random, seeds) })) as object,
    ).filter((row) => !JSON.stringify(row).includes('"0":'));
    const said = await sides.server(form, rows);
    const wrong = rows.filter((row, index) => sides.browser(form, row)['value'] && !said[index]?.['value']);
    expect(wrong.slice(0, 5)).toEqual([]);
    expect(rows.some((row) => sides.browser(form, row)['value'] !== undefined)).toBe(true);
  });
});
