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
  {
    title: 'a text that is changed first',
    schema: z
      .string()
      .overwrite((text) => text.replaceAll(' ', ''))
      .max(3),
    seeds: [...texts, 'a b c', 'a b c d'],
    isServerOnly: true,
  },
  {
    title: 'a text that is normalized first',
    schema: z.string().normalize('NFC').max(1),
    seeds: ['e\u0301', '\u00e9', 'e', 'ee'],
    isServerOnly: true,
  },
  {
    title: 'a text that is replaced',
    schema: z.string().min(3).catch('abc'),
    seeds: texts,
    isServerOnly: true,
  },
  {
    title: 'a text in lower case',
    schema: z.string().toLowerCase().min(2),
    seeds: ['\u0130', 'A', 'Ab'],
    isServerOnly: true,
  },
  {
    title: 'a list that is changed first',
    schema: z
      .array(z.string())
      .overwrite((list) => list.slice(0, 2))
      .max(2),
    seeds: [['a'], ['a', 'b', 'c']],
    isServerOnly: true,
  },
  { title: 'a pattern with a flag', schema: z.string().regex(/^[a-z]+$/i), seeds: texts },
  { title: 'an address', schema: z.email(), seeds: ['a@b.example', 'A@B.EXAMPLE', 'a@b'] },
  { title: 'a whole number', schema: z.int().min(1).max(5), seeds: [0, 1, 5, 6, '3', '2.5'] },
  { title: 'a number', schema: z.number().min(0.5).max(2.5), seeds: [0.5, 2.5, '1', 3] },
  { title: 'an enum', schema: z.enum(['a', 'b']), seeds: ['a', 'b', 'c'] },
  { title: 'a list', schema: z.array(z.string()).min(1).max(2), seeds: [[], ['a'], ['a', 'b', 'c'], 'a'] },
  { title: 'what may be left out', schema: z.string().max(2).optional(), seeds: texts },
  { title: 'a box', schema: z.boolean(), seeds: [true, false, 'on'] },
].map((one, index) => ({ isServerOnly: false, ...one, form: `schema${index}` }));

let sides: BothSides;
beforeAll(async () => {
  sides = await openBothSides(
    cases.map(({ form, schema }) => declareForm(form, Object, z.object({ value: schema }))),
  );
});
afterAll(() => sides.close());

describe(`forms by schemas, ${count} values each (SEED=${seed})`, () => {
  it.each(cases)(
    'are refused by browsers only where the server does so: $title',
    async ({ form, seeds, isServerOnly }) => {
      const random = randomFrom(seed);
      const rows = Array.from(
        { length: count },
        () => JSON.parse(JSON.stringify({ value: randomValue(random, seeds) })) as object,
      ).filter((row) => !JSON.stringify(row).includes('"0":'));
      const said = await sides.server(form, rows);
      const wrong = rows.filter((row, index) => sides.browser(form, row)['value'] && !said[index]?.['value']);
      expect(wrong.slice(0, 5)).toEqual([]);
      // Bounds of what nobody sent are not known to browsers; that something is missing, they know of each.
      const isBound = (code: string | undefined) =>
        code !== undefined && (!isServerOnly || code.endsWith('_length'));
      expect(rows.some((row) => isBound(sides.browser(form, row)['value']))).toBe(!isServerOnly);
    },
  );
});
