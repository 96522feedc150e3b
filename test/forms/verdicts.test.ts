import { constraintChecks } from '@mizan/codegen';
import { IsOptional } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type BothSides, type Codes, declareClass, declareForm, openBothSides } from './both-sides.js';
import { type Random, randomFrom, randomValue } from './random-values.js';
import { type VerdictCase, verdictCases } from './verdict-cases.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const count = process.env['SOAK'] === '1' ? 10_000 : 1000;

const cases = verdictCases.map((one, index) => ({ ...one, form: `case${index}` }));

let sides: BothSides;

beforeAll(async () => {
  sides = await openBothSides(
    cases.map(({ form, type, decorators }, index) =>
      declareForm(
        form,
        declareClass(`Case${index}`, {
          value: { type, decorators },
          perhaps: { type, decorators: [IsOptional(), ...decorators] },
        }),
      ),
    ),
  );
});
afterAll(() => sides.close());

describe(`verdicts of server and browser, ${count} values each (SEED=${seed})`, () => {
  it('are compared for every constraint that browsers check', () => {
    const ours = ['isChoice', 'maxSize', 'maxTrimmed', 'minUnits'];
    const compared = new Set([...cases.map(({ constraint }) => constraint), ...ours]);
    expect([...constraintChecks.keys()].filter((name) => !compared.has(name))).toEqual([]);
  });

  it.each(cases)('are the same, or the server is stricter where it says so: $title', async (one) => {
    const random = randomFrom(seed ^ cases.indexOf(one));
    const rows = Array.from({ length: count }, () => randomRow(random, one));
    const said = await sides.server(one.form, rows);
    expect(said).toHaveLength(count);
    const wrong = rows.flatMap((row, index) => disagreements(one, row, said[index] ?? {}));
    expect(wrong.slice(0, 5)).toEqual([]);
    // Both happen, or nothing was compared.
    expect(said.some(({ value }) => value !== undefined)).toBe(true);
    expect(said.some(({ value }) => value === undefined)).toBe(!one.isNever);
    for (const row of rows.filter((_row, index) => said[index]?.['value'] !== undefined).slice(0, 20)) {
      const { server, browser } = await sides.messages(one.form, row);
      expect({ ...server, ...browser }).toEqual(server);
    }
    const sample = rows.slice(0, 50);
    expect(await sides.overHttp(one.form, sample)).toEqual(said.slice(0, 50));
  });
});

/** As it comes over the wire. */
function randomRow(random: Random, { seeds }: VerdictCase): object {
  const row = {
    ...(random() < 0.98 && { value: randomValue(random, seeds) }),
    ...(random() < 0.98 && { perhaps: randomValue(random, seeds) }),
  };
  const sent: unknown = JSON.parse(JSON.stringify(row));
  if (typeof sent !== 'object' || sent === null) throw new Error('Not a row');
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, withoutNumbers(value)]));
}

/** `{ '0': 'a' }` is how a list may come in a flat body, and no input of a form holds it. */
function withoutNumbers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.keys(value).some((key) => /^\d/.test(key)) ? {} : value;
}

function disagreements({ constraint, title }: VerdictCase, row: object, server: Codes): readonly unknown[] {
  const browser = sides.browser(cases.find((one) => one.title === title)?.form ?? '', row);
  const isPartly = constraintChecks.get(constraint)?.agreement === 'partly';
  return ['value', 'perhaps'].flatMap((field) => {
    const [theirs, ours] = [server[field], browser[field]];
    const agrees = theirs === ours || (isPartly && ours === undefined);
    return agrees ? [] : [{ row, field, server: theirs, browser: ours }];
  });
}
