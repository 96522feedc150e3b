import { enumOf, Field, Nullable } from '@mizan/nestjs';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  Equals,
  IsIn,
  IsInt,
  IsNotEmpty,
  IsOptional,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  type BothSides,
  type Codes,
  declareClass,
  type DeclaredProperty,
  declareForm,
  openBothSides,
} from './both-sides.js';
import { pick, type Random, randomFrom, randomValue } from './random-values.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const isSoak = process.env['SOAK'] === '1';
const formCount = isSoak ? 200 : 40;
const rowCount = isSoak ? 500 : 200;

/** How values of a field are made. */
type MakeValue = (random: Random) => unknown;

interface RandomProperty {
  readonly declared: DeclaredProperty;
  readonly make: MakeValue;
  /** Of an object, or of those in a list. */
  readonly fields?: RandomFields;
  /** Whether a condition or a `@Transform` says if what is demanded of it, or inside of it, counts. */
  readonly isServerOnly?: boolean;
}

type RandomFields = { readonly [name: string]: RandomProperty };

const near =
  (...seeds: readonly unknown[]): MakeValue =>
  (random) =>
    randomValue(random, seeds);

/** Fields whose constraints are the same on both sides, with values that matter to them. */
const scalars: readonly ((random: Random) => RandomProperty)[] = [
  (random) => ({
    declared: {
      type: 'string',
      decorators: some(random, [
        MinLength(2),
        MaxLength(5),
        Matches(/^[a-z\u{1f600}]+$/u),
        Length(1, 4),
        IsNotEmpty(),
      ]),
    },
    make: near('a', 'abc', 'abcdef', '\ud83d\ude00\ud83d\ude00', 'Ab'),
  }),
  (random) => ({
    declared: { type: 'integer', decorators: some(random, [IsInt(), Min(2), Max(9)]) },
    make: near(1, 2, 9, 10, '3', '2.5'),
  }),
  (random) => ({
    declared: { type: 'number', decorators: some(random, [Min(0.5), Max(2.5), IsInt()]) },
    make: near(0.5, 2.5, '1', '0.25'),
  }),
  (random) => ({
    declared: {
      type: 'boolean',
      decorators: some(random, [Equals(true, { context: { code: 'not_agreed' } })]),
    },
    make: near(true, false, 'on', 'off', 'no'),
  }),
  () => ({
    declared: { type: enumOf({ red: 'red', blue: 'blue' }), decorators: [] },
    make: near('red', 'blue', 'Red'),
  }),
  () => ({ declared: { type: undefined, decorators: [IsIn(['a', 'b'])] }, make: near('a', 'b', 'c') }),
  (random) => ({
    declared: {
      type: ['string'],
      decorators: some(random, [
        ArrayMinSize(1),
        ArrayMaxSize(2),
        MaxLength(2, { each: true }),
        IsIn(['a', 'b'], { each: true }),
      ]),
    },
    make: near([], ['a'], ['a', 'b'], ['a', 'b', 'c'], 'a', ['abc']),
  }),
  (random) => ({
    declared: { type: ['integer'], decorators: some(random, [Min(1, { each: true }), ArrayMaxSize(3)]) },
    make: near([1, '2'], [0], [1, 2, 3, 4], '5'),
  }),
  () => ({ declared: { type: 'json', decorators: [] }, make: near('{}', '[1]', 'null', { a: [1] }) }),
];

function some<Item>(random: Random, items: readonly Item[]): readonly Item[] {
  return items.filter(() => random() < 0.5);
}

/** Names that mean something to JavaScript, and that do not. */
const names = [
  'first',
  'second',
  'third',
  'fourth',
  'valueOf',
  'toString',
  'hasOwnProperty',
  'value',
  'length',
  'is_it',
];

function randomFields(random: Random, form: string, depth: number): RandomFields {
  const chosen = names.filter(() => random() < 0.4);
  return Object.fromEntries(
    (chosen.length === 0 ? ['only'] : chosen).map((name) => [
      name,
      randomProperty(random, `${form}${name}`, depth),
    ]),
  );
}

function randomProperty(random: Random, title: string, depth: number): RandomProperty {
  const kind = depth === 0 ? 1 : random();
  const { declared, make, fields } =
    kind < 0.15
      ? innerObject(random, title, depth)
      : kind < 0.3
        ? innerRows(random, title, depth)
        : pick(random, scalars)(random);
  const absence = random();
  const extra =
    absence < 0.3
      ? [IsOptional()]
      : absence < 0.4
        ? [Nullable()]
        : absence < 0.5
          ? [IsOptional(), Nullable()]
          : [];
  const isLeft = random() < 0.2;
  const server = isLeft ? [serverOnly(random, fields !== undefined)] : [];
  const isFixed = fields === undefined && random() < 0.05;
  return {
    declared: {
      ...declared,
      ...initialOf(random, declared),
      decorators: [
        ...extra,
        ...server,
        ...(isFixed ? [Field({ disabled: true }), IsOptional()] : []),
        ...declared.decorators,
      ],
    },
    make,
    ...(fields && { fields }),
    isServerOnly: isLeft || isFixed,
  };
}

/** What a constructor puts there, and inputs show at first. */
function initialOf(
  random: Random,
  { type, decorators }: DeclaredProperty,
): Pick<DeclaredProperty, 'initial'> {
  // Whether it fulfils what is demanded is the server's to say.
  if (decorators.length > 0 || random() < 0.5) return {};
  if (type === 'string') return { initial: 'abc' };
  if (type === 'integer') return { initial: 3 };
  return type === 'boolean' ? { initial: random() < 0.5 } : {};
}

/** Conditions that look at the value, at other fields, or at both; some as `@IsOptional()` at first sight. */
function serverOnly(random: Random, isGroup: boolean): PropertyDecorator {
  const other = pick(random, names);
  const at = (object: object): unknown => Reflect.get(object, other);
  return pick<() => PropertyDecorator>(random, [
    () => ValidateIf((object: object, value: unknown) => value != null && at(object) !== 'abc'),
    () => ValidateIf((object: object) => Boolean(at(object))),
    () => ValidateIf((object: object, value: unknown) => Boolean(value) && !at(object)),
    () => ValidateIf((_object: object, value: unknown) => value != null && value !== 'abc' && value !== 3),
    ...(isGroup
      ? [() => Transform(({ value }: { value: unknown }) => (at(Object(value)) ? value : null))]
      : []),
  ])();
}

function innerObject(random: Random, title: string, depth: number): RandomProperty {
  const fields = randomFields(random, title, depth - 1);
  return {
    declared: { type: classOf(title, fields), decorators: [ValidateNested()] },
    make: (values) => (values() < 0.1 ? unlessItIsOne(randomValue(values, [])) : randomRow(values, fields)),
    fields,
  };
}

function innerRows(random: Random, title: string, depth: number): RandomProperty {
  const fields = randomFields(random, title, depth - 1);
  return {
    declared: {
      type: [classOf(title, fields)],
      decorators: [
        ValidateNested({ each: true }),
        ...some(random, [ArrayMinSize(1), ArrayMaxSize(2), ArrayUnique()]),
      ],
    },
    make: (values) => {
      if (values() < 0.1) return unlessItIsOne(randomValue(values, []));
      const rows = Array.from({ length: Math.floor(values() * 4) }, () => randomRow(values, fields));
      return values() < 0.1 ? [...rows, unlessItIsOne(randomValue(values, []))] : rows;
    },
    fields,
  };
}

function classOf(title: string, fields: RandomFields) {
  return declareClass(
    `Class${title.replaceAll('_', '')}`,
    Object.fromEntries(Object.entries(fields).map(([name, { declared }]) => [name, declared])),
  );
}

function randomRow(random: Random, fields: RandomFields): object {
  // At times what a page holds before anybody touched it, or little more.
  const touched = random() < 0.2 ? pick(random, [0, 0.1]) : 0.9;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, { make, declared, fields: inner }]) => {
      if (random() < touched) return [[name, make(random)]];
      if (touched === 0.9) return [];
      if (inner && !Array.isArray(declared.type)) return [[name, randomRow(random, inner)]];
      return random() < 0.2 ? [] : [[name, declared.initial ?? pick(random, ['', null, false, 'false', []])]];
    }),
  );
}

/** Over the wire an object may come as a text of JSON or by numbers, and no input of a form holds it so. */
function unlessItIsOne(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unlessItIsOne);
  if (typeof value === 'object') return {};
  return typeof value === 'string' && /^\s*[[{]/.test(value) ? 'text' : value;
}

let sides: BothSides;
let refused = 0;
const random = randomFrom(seed);
const forms = Array.from({ length: formCount }, (_one, index) => {
  const form = `form${index}`;
  return { form, fields: randomFields(random, `${index}`, 2) };
});

beforeAll(async () => {
  sides = await openBothSides(forms.map(({ form, fields }) => declareForm(form, classOf(form, fields))));
});
afterAll(() => sides.close());

describe(`whole submissions of ${formCount} random forms (SEED=${seed})`, () => {
  it.each(forms)('have the same faults on both sides: $form', async ({ form, fields }) => {
    const rows = Array.from(
      { length: rowCount },
      () => JSON.parse(JSON.stringify(randomRow(random, fields)), withoutNumbers) as object,
    );
    const said = await sides.server(form, rows);
    const wrong = rows.flatMap((row, index) => {
      const [server, browser] = [said[index] ?? {}, sides.browser(form, row)];
      return differences(withoutUnknown(server, browser, fields), browser).map((difference) => ({
        row: JSON.stringify(row),
        ...difference,
      }));
    });
    expect(wrong.slice(0, 3)).toEqual([]);
    if (said.some((codes) => Object.keys(codes).length > 0)) refused += 1;
  });

  it('have faults, or nothing was compared', () => {
    expect(refused).toBeGreaterThan(formCount / 2);
  });
});

/** Without what the server alone can know: where both refuse, it may have had another reason first. */
function withoutUnknown(server: Codes, browser: Codes, fields: RandomFields): Codes {
  return Object.fromEntries(
    Object.entries(server).flatMap(([path, code]) => {
      if (!isServerOnly(path.split('.'), fields)) return [[path, code]];
      return Object.hasOwn(browser, path) ? [[path, browser[path] ?? code]] : [];
    }),
  );
}

function isServerOnly([name = '', ...rest]: readonly string[], fields: RandomFields): boolean {
  if (/^\d+$/.test(name)) return isServerOnly(rest, fields);
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) return false;
  return field.isServerOnly === true || isServerOnly(rest, field.fields ?? {});
}

/** Fields about which the two do not agree, and the order where it is another. */
function differences(server: Codes, browser: Codes) {
  const [theirs, ours] = [new Map(Object.entries(server)), new Map(Object.entries(browser))];
  const wrong = [...new Set([...theirs.keys(), ...ours.keys()])].filter(
    (path) => theirs.get(path) !== ours.get(path),
  );
  if (wrong.length > 0)
    return wrong.map((path) => ({ path, server: theirs.get(path), browser: ours.get(path) }));
  const [first, second] = [[...theirs.keys()].join(), [...ours.keys()].join()];
  return first === second ? [] : [{ path: 'in another order', server: first, browser: second }];
}

/** `{ '0': 'a' }` is how a list may come in a flat body. */
function withoutNumbers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.keys(value).some((key) => /^\d/.test(key)) ? {} : value;
}
