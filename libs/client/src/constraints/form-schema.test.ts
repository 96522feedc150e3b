import { describe, expect, it } from 'vitest';
import { pipe, refine, safeParse, transform } from 'zod/mini';

import * as c from './index.js';

const schema = c.formSchema<object, Readonly<Record<string, unknown>>>({
  name: c.required(c.text(c.maxLength('Use at most 3 characters.', 3))),
  age: c.nullable(c.integer(c.min('Enter 18 or more.', 18))),
  tags: c.list(c.text(), c.each(c.known({ code: 'too_long' }, c.maxLength('Not $value', 2)))),
  address: c.object({ street: c.required(c.text()) }),
  lines: c.rows({ qty: c.required(c.integer()) }, c.arrayMaxSize('Choose at most 2.', 2)),
  photo: c.file(c.maxSize('Too large.', 2)),
});

/** What is wrong, as `path: code`, or the values. */
function read(input: unknown) {
  const result = schema['~standard'].validate(input);
  if (result instanceof Promise) throw new Error('It is not asynchronous');
  return result.issues === undefined
    ? result.value
    : result.issues.map(({ path = [], ...issue }) => [
        path.map(String).join('.'),
        Reflect.get(issue, 'params').code,
      ]);
}

describe('the schema of a form', () => {
  it('converts what inputs hold to what the server makes of it', () => {
    expect(
      read({ name: 5, age: ' 18 ', tags: 'a', address: { street: 'x' }, lines: [{ qty: '3' }] }),
    ).toEqual({
      name: '5',
      age: 18,
      tags: ['a'],
      address: { street: 'x' },
      lines: [{ qty: 3 }],
    });
  });

  it('leaves out what is not filled in, and fields that it does not have', () => {
    expect(read({ name: 'a', age: '', tags: undefined, address: { street: '' }, other: 1 })).toEqual({
      name: 'a',
      age: null,
    });
  });

  it('says one thing of each field, in declared order, with where it is', () => {
    const input = {
      age: 'x',
      tags: ['abc', 'def'],
      address: { street: null, other: 1 },
      lines: [{ qty: 'x' }, 5],
    };
    expect(read(input)).toEqual([
      ['name', 'required'],
      ['age', 'invalid'],
      ['tags', 'too_long'],
      ['lines.0.qty', 'invalid'],
      ['lines.1', 'invalid'],
    ]);
  });

  it('looks into no list that is too long', () => {
    expect(read({ name: 'a', lines: [{}, {}, {}] })).toEqual([['lines', 'max_length']]);
  });

  it('tells the constraint with its arguments, and the value where the message asks for it', () => {
    const { issues } = schema['~standard'].validate({ name: 'abcd', tags: ['$&x'] }) as { issues: unknown };
    expect(issues).toMatchObject([
      {
        message: 'Use at most 3 characters.',
        params: { code: 'max_length', constraint: 'maxLength', args: [3] },
      },
      { params: { code: 'too_long', constraint: 'maxLength', args: [2] } },
    ]);
  });

  it('takes no members that every object inherits for what was filled in', () => {
    const inherited = c.formSchema({ toString: c.text(), ['__proto__']: c.text() });
    expect(inherited['~standard'].validate({})).toEqual({ value: {} });
    const sent: unknown = JSON.parse('{"__proto__":"x"}');
    const result = inherited['~standard'].validate(sent);
    expect(result).toHaveProperty('value');
    expect(Object.getPrototypeOf(Reflect.get(result, 'value'))).toBe(Object.prototype);
  });

  it('knows how large a file is', () => {
    expect(read({ name: 'a', photo: new Blob(['abc']) })).toEqual([['photo', 'invalid']]);
    expect(read({ name: 'a', photo: 'abc' })).toEqual([['photo', 'invalid']]);
    expect(read({ name: 'a', photo: new Blob(['ab']) })).toMatchObject({ photo: expect.any(Blob) });
  });

  it('takes an object that holds initial values alone for left out, where something is missing', () => {
    const members = {
      street: c.required(c.text()),
      country: c.untouched('DE', c.text()),
      gift: c.untouched(false, c.checkbox()),
      tags: c.list(c.text()),
    };
    const billing = c.formSchema<object, object>({ billing: c.object(members) });
    const said = (value: object) => billing['~standard'].validate({ billing: value });
    expect(said({ country: 'DE', gift: false, tags: [] })).toEqual({ value: {} });
    for (const touched of [{ country: 'FR' }, { gift: true }, { gift: 'on' }, { tags: ['a'] }])
      expect(said(touched)).toMatchObject({ issues: [{ path: ['billing', 'street'] }] });
    const full = { street: 'x', country: 'DE', gift: false };
    expect(said(full)).toEqual({ value: { billing: full } });
    const shown = c.formSchema<object, object>({ look: c.object({ theme: c.untouched('dark', c.text()) }) });
    const look = { theme: 'dark' };
    expect(shown['~standard'].validate({ look })).toEqual({ value: { look } });
  });

  it('judges nothing inside of what may not count', () => {
    const members = { street: c.required(c.text()), house: c.integer() };
    const sent = { home: { house: 'x' }, more: [{ house: 'x' }] };
    const home = c.conditional(c.object(members));
    const either = c.formSchema<object, object>({ home, more: c.conditional(c.rows(members)) });
    expect(either['~standard'].validate(sent)).toEqual({ value: sent });
    expect(either['~standard'].validate({ home: { house: '1', street: 'a' } })).toEqual({
      value: { home: { house: 1, street: 'a' } },
    });
    expect(c.formSchema({ home: c.required(home) })['~standard'].validate({})).toHaveProperty('value');
  });

  it('reads a long text of digits at once', () => {
    const digits = `${'1'.repeat(1_000_000)}x`;
    const started = performance.now();
    expect(read({ name: 'a', age: digits })).toEqual([['age', 'invalid']]);
    const figure = c.formSchema<object, object>({ n: c.number() });
    expect(figure['~standard'].validate({ n: digits })).toHaveProperty('issues');
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('refuses what is no object', () => {
    for (const input of [null, [], 'x']) expect(read(input)).toEqual([['', 'invalid']]);
  });

  it('is a schema of zod, to be built on', () => {
    const strict = schema.check(refine((values) => values['name'] !== 'abc', 'Taken'));
    expect(safeParse(strict, { name: 'abc' }).error?.issues[0]?.message).toBe('Taken');
    const longer = pipe(
      schema,
      transform((values) => Object.keys(values)),
    );
    expect(safeParse(longer, { name: 'a' }).data).toEqual(['name']);
  });
});
