import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { quote } from './quote.js';
import { writeJson } from './write-json.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const runs = { seed, numRuns: process.env['SOAK'] === '1' ? 10_000 : 1_000 };

it(`open data is the JSON that JSON.stringify would write, but for the order of keys (SEED=${seed})`, () => {
  const check = fc.property(fc.jsonValue(), (value) => {
    expect(JSON.parse(writeJson(value, 0))).toEqual(JSON.parse(JSON.stringify(value)));
  });
  fc.assert(check, runs);
});

it(`texts are quoted as JSON.stringify does (SEED=${seed})`, () => {
  const text = fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  });
  const check = fc.property(fc.oneof(text, fc.string()), (value) => {
    expect(quote(value)).toBe(JSON.stringify(value));
  });
  fc.assert(check, runs);
});
