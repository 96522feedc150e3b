import type { Field, Shape, StructDeclaration } from '@mizan/protocol';
import { describe, expect, it } from 'vitest';
import { compileSerializer } from './compile-serializer.js';
import { OutputMismatch } from './output-mismatch.js';
import { maxDepth } from './mismatch.js';

const integer: Shape = { kind: 'primitive', name: 'integer' };
const number: Shape = { kind: 'primitive', name: 'number' };
const boolean: Shape = { kind: 'primitive', name: 'boolean' };
const string: Shape = { kind: 'primitive', name: 'string' };
const json: Shape = { kind: 'primitive', name: 'json' };
const letters: Shape = { kind: 'enum', values: ['a', 'b'] };
const list = (item: Shape): Shape => ({ kind: 'list', item });
const optional = (item: Shape): Shape => ({ kind: 'optional', item });
const union = (...members: Shape[]): Shape => ({ kind: 'union', members });
const ref = (name: string): Shape => ({ kind: 'ref', name });

const required = (name: string, shape: Shape): Field => ({ name, shape, required: true });
const leftOut = (name: string, shape: Shape): Field => ({ name, shape, required: false });

const structs: Readonly<Record<string, StructDeclaration>> = {
  Profile: {
    fields: [required('user_id', integer), required('name', string), leftOut('email', optional(string))],
  },
  Order: {
    fields: [
      required('id', integer),
      required('total', number),
      { ...leftOut('state', { kind: 'enum', values: ['open', 'paid'] }), default: 'open' },
    ],
  },
  Board: {
    fields: [
      required('open', boolean),
      required('owner', ref('Profile')),
      required('orders', list(ref('Order'))),
    ],
  },
  Comment: { fields: [required('text', string), leftOut('replies', list(ref('Comment')))] },
  Numbered: { fields: ['b', '10', '2', 'é', '😀', '\uffff', 'a'].map((name) => required(name, integer)) },
  Card: { fields: [required('kind', { kind: 'enum', values: ['card'] }), required('number', string)] },
  Cash: { fields: [required('kind', { kind: 'enum', values: ['cash'] }), required('coins', integer)] },
  Left: { fields: [leftOut('next', union(ref('Left'), ref('Right')))] },
  Right: { fields: [leftOut('next', union(ref('Left'), ref('Right')))] },
  Empty: { fields: [] },
  Small: { fields: [required('a', integer)] },
  Large: { fields: [required('a', integer), required('b', integer)] },
  Other: { fields: [required('c', string)] },
  Inheriting: { fields: [leftOut('toString', string), leftOut('constructor', string)] },
  Hostile: {
    fields: [required('__proto__', integer), required('constructor', string), required('"', string)],
  },
};

class Point {
  x = 1;
}

const write = (shape: Shape, value: unknown) => compileSerializer(shape, structs)(value);

function mismatchOf(shape: Shape, value: unknown): OutputMismatch {
  try {
    write(shape, value);
  } catch (error) {
    if (error instanceof OutputMismatch) return error;
    throw error;
  }
  throw new Error('it was written');
}

const order = { id: 1, total: 9.5, state: 'paid' };
const profile = { user_id: 7, name: 'Ada', email: null };

describe('what is right', () => {
  it.each<[what: string, shape: Shape, value: unknown, text: string]>([
    ['a struct, sorted', ref('Profile'), profile, '{"email":null,"name":"Ada","user_id":7}'],
    [
      'only declared fields',
      ref('Profile'),
      { ...profile, password: 'x' },
      '{"email":null,"name":"Ada","user_id":7}',
    ],
    ['a list of structs', list(ref('Order')), [order], '[{"id":1,"state":"paid","total":9.5}]'],
    ['an empty list', list(ref('Order')), [], '[]'],
    ['null', optional(ref('Profile')), null, 'null'],
    ['nothing, where null is allowed', optional(ref('Profile')), undefined, 'null'],
    ['a wrapped integer', integer, 5, '{"result":5}'],
    ['a wrapped list', list(string), ['b', 'a'], '{"result":["b","a"]}'],
    ['a wrapped null', optional(boolean), null, '{"result":null}'],
    ['a wrapped enum', letters, 'b', '{"result":"b"}'],
    ['minus zero', integer, -0, '{"result":0}'],
    ['an exponent', number, 1e21, '{"result":1e+21}'],
    ['a date', string, new Date(0), '{"result":"1970-01-01T00:00:00.000Z"}'],
    [
      'null for null in a field',
      ref('Profile'),
      { user_id: 7, name: 'Ada', email: undefined },
      '{"email":null,"name":"Ada","user_id":7}',
    ],
    [
      'a default for what is left out',
      ref('Order'),
      { id: 1, total: 2 },
      '{"id":1,"state":"open","total":2}',
    ],
    ['nothing for what is left out without default', ref('Comment'), { text: 'a' }, '{"text":"a"}'],
    [
      'recursion',
      ref('Comment'),
      { text: 'a', replies: [{ text: 'b' }] },
      '{"replies":[{"text":"b"}],"text":"a"}',
    ],
  ])('%s', (_what, shape, value, text) => {
    expect(write(shape, value)).toBe(text);
  });

  it('keys are sorted by code point, whatever JavaScript thinks of integers and surrogates', () => {
    const value = { b: 1, 10: 2, 2: 3, é: 4, '😀': 5, '\uffff': 6, a: 7 };
    expect(write(ref('Numbered'), value)).toBe('{"10":2,"2":3,"a":7,"b":1,"é":4,"\uffff":6,"😀":5}');
  });

  it.each([
    '',
    'a "quoted" \\ text',
    'line\nbreak\u0000',
    '\u2028',
    '😀',
    '\ud800',
    '\udc00x',
    'é',
    '\u007f',
    'x'.repeat(10_000),
  ])('the text %j is escaped as JSON does', (text) => {
    expect(write(string, text)).toBe(`{"result":${JSON.stringify(text)}}`);
  });

  it('fields of instances and getters are read like any other', () => {
    class View {
      #name = 'Ada';
      user_id = 7;
      get name() {
        return this.#name;
      }
    }
    expect(write(ref('Profile'), new View())).toBe('{"email":null,"name":"Ada","user_id":7}');
  });

  it('names that JavaScript treats specially are names', () => {
    const value: unknown = JSON.parse('{"__proto__": 5, "constructor": "x", "\\"": "y"}');
    expect(write(ref('Hostile'), value)).toBe('{"\\"":"y","__proto__":5,"constructor":"x"}');
  });

  it('what every object inherits is no value of a field', () => {
    expect(write(ref('Inheriting'), {})).toBe('{}');
    expect(write(ref('Inheriting'), { toString: 'x' })).toBe('{"toString":"x"}');
    class Getter {
      get toString() {
        return 'y';
      }
    }
    expect(write(ref('Inheriting'), new Getter())).toBe('{"toString":"y"}');
  });

  it.each<[value: unknown, text: string]>([
    [
      { b: 1, a: [{ d: null, c: undefined }], 2: 'x', 10: true },
      '{"10":true,"2":"x","a":[{"d":null}],"b":1}',
    ],
    [{ at: new Date(0), big: { toJSON: () => '5' } }, '{"at":"1970-01-01T00:00:00.000Z","big":"5"}'],
    [null, 'null'],
    [Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
    [new Point(), '{"x":1}'],
    ['"', '"\\""'],
  ])('open data %#', (value, text) => {
    expect(write(json, value)).toBe(`{"result":${text}}`);
  });
});

describe('what is wrong or missing', () => {
  it.each<[what: string, shape: Shape, value: unknown, expected: string, received: string]>([
    ['null for an integer', integer, null, 'an integer', 'null'],
    ['a fraction for an integer', integer, 1.5, 'an integer', 'a fraction'],
    ['a text for an integer', integer, '7', 'an integer', 'a text'],
    ['a bigint for an integer', integer, 7n, 'an integer', 'a bigint'],
    ['an integer that is not exact', integer, 2 ** 53, 'an integer', 'an integer beyond 2^53'],
    ['NaN for a number', number, Number.NaN, 'a number', 'NaN'],
    ['infinity for a number', number, Infinity, 'a number', 'Infinity'],
    ['null for a number', number, null, 'a number', 'null'],
    ['a text for a boolean', boolean, 'no', 'true or false', 'a text'],
    ['a number for a boolean', boolean, 0, 'true or false', 'a number'],
    ['null for a boolean', boolean, null, 'true or false', 'null'],
    ['an object for a text', string, { secret: 'x' }, 'a text or a date', 'an object'],
    ['a list for a text', string, ['x'], 'a text or a date', 'a list'],
    ['a number for a text', string, 5, 'a text or a date', 'a number'],
    ['an invalid date', string, new Date('x'), 'a text or a date', 'an invalid date'],
    ['null for a text', string, null, 'a text or a date', 'null'],
    ['a text outside an enum', letters, 'c', 'one of a, b', 'a text'],
    ['null for an enum', letters, null, 'one of a, b', 'null'],
    ['null for a struct', ref('Profile'), null, 'an object', 'null'],
    ['nothing for a struct', ref('Profile'), undefined, 'an object', 'missing'],
    ['a text for a struct', ref('Profile'), 'Ada', 'an object', 'a text'],
    ['a list for a struct', ref('Profile'), [], 'an object', 'a list'],
    ['an object for a list', list(integer), { 0: 1 }, 'a list', 'an object'],
    ['a set for a list', list(integer), new Set([1]), 'a list', 'an object (Set)'],
    ['null for a list', list(integer), null, 'a list', 'null'],
    ['nothing for a boolean', boolean, undefined, 'true or false', 'missing'],
    ['a function as open data', json, () => 1, 'a value of JSON', 'a function'],
    ['a bigint as open data', json, 1n, 'a value of JSON', 'a bigint'],
    ['a map as open data', json, new Map([['a', 1]]), 'a value of JSON', 'an object (Map)'],
    ['a set as open data', json, new Set(['a']), 'a value of JSON', 'an object (Set)'],
    ['an error as open data', json, new RangeError('x'), 'a value of JSON', 'an object (RangeError)'],
    ['an expression as open data', json, /x/, 'a value of JSON', 'an object (RegExp)'],
  ])('%s', (_what, shape, value, expected, received) => {
    expect(mismatchOf(shape, value)).toMatchObject({ code: 'OUTPUT_MISMATCH', path: [], expected, received });
  });

  it.each<[value: unknown, path: readonly (string | number)[], received: string]>([
    [{ open: true, owner: { user_id: 7 }, orders: [] }, ['owner', 'name'], 'missing'],
    [{ open: true, owner: { ...profile, email: 5 }, orders: [] }, ['owner', 'email'], 'a number'],
    [
      { open: true, owner: profile, orders: [order, { ...order, total: '5' }] },
      ['orders', 1, 'total'],
      'a text',
    ],
    [{ open: true, owner: profile, orders: [order, null] }, ['orders', 1], 'null'],
    [{ open: true, owner: profile }, ['orders'], 'missing'],
    [{ open: true, owner: profile, orders: [{ ...order, state: null }] }, ['orders', 0, 'state'], 'null'],
  ])('its path is named: %#', (value, path, received) => {
    expect(mismatchOf(ref('Board'), value)).toMatchObject({ path, received });
  });

  it('the message names the field and never the value', () => {
    const { message } = mismatchOf(ref('Board'), { open: true, owner: { user_id: 'secret' }, orders: [] });
    expect(message).toBe('The output at "owner.name" should be a text or a date, but is missing');
    expect(mismatchOf(integer, 'secret').message).toBe('The output should be an integer, but is a text');
    expect(mismatchOf(json, { deep: [{ f: () => 1 }] })).toMatchObject({ path: ['deep', 0, 'f'] });
  });

  it('a hole in a list is a missing value', () => {
    const sparse: number[] = [];
    sparse[1] = 1;
    expect(mismatchOf(json, { sparse })).toMatchObject({ path: ['sparse', 0], received: 'missing' });
    expect(mismatchOf(list(integer), sparse)).toMatchObject({ path: [0], received: 'missing' });
  });

  it('cycles are refused without overflowing the stack', () => {
    interface Comment {
      text: string;
      replies: Comment[];
    }
    const comment: Comment = { text: 'a', replies: [] };
    comment.replies.push(comment);
    expect(mismatchOf(ref('Comment'), comment)).toMatchObject({ received: 'deeper, or refers to itself' });
    const open: Record<string, unknown> = {};
    open['self'] = open;
    expect(mismatchOf(json, open).path).toHaveLength(maxDepth);
    const selfish = { toJSON: (): unknown => selfish };
    expect(mismatchOf(json, selfish)).toMatchObject({ received: 'deeper, or refers to itself' });
  });

  it('what a getter throws is passed on', () => {
    const value = {
      get name() {
        throw new RangeError('broken');
      },
    };
    expect(() => write(ref('Profile'), value)).toThrow(RangeError);
  });
});

describe('unions', () => {
  const pay = union(ref('Card'), ref('Cash'));

  it('are decided by the fields that tell their members apart', () => {
    expect(write(pay, { kind: 'cash', coins: 5, number: 'x' })).toBe('{"coins":5,"kind":"cash"}');
    expect(mismatchOf(pay, { kind: 'cash', coins: 'x' })).toMatchObject({
      path: ['coins'],
      received: 'a text',
    });
    expect(mismatchOf(pay, { kind: 'cheque' })).toMatchObject({
      path: [],
      expected: 'one of the declared forms',
    });
  });

  it('are the member that keeps most of the value', () => {
    const sizes = union(ref('Small'), ref('Large'), ref('Other'));
    expect(write(sizes, { a: 1, b: 2 })).toBe('{"a":1,"b":2}');
    expect(write(sizes, { a: 1 })).toBe('{"a":1}');
    expect(write(sizes, { c: 'x' })).toBe('{"c":"x"}');
    expect(write(sizes, { a: 1, b: 'x' })).toBe('{"a":1}');
    expect(mismatchOf(sizes, { d: 1 })).toMatchObject({ path: [] });
  });

  it('of scalars and structs go by what the value is', () => {
    const mixed = union(integer, boolean, string, ref('Small'), list(integer));
    expect(write(mixed, 5)).toBe('5');
    expect(write(mixed, 'a')).toBe('"a"');
    expect(write(mixed, true)).toBe('true');
    expect(write(mixed, [1])).toBe('[1]');
    expect(write(mixed, { a: 1 })).toBe('{"a":1}');
    expect(write(mixed, new Date(0))).toBe('"1970-01-01T00:00:00.000Z"');
    expect(write(optional(mixed), null)).toBe('null');
    expect(mismatchOf(mixed, null)).toMatchObject({ received: 'null' });
    expect(mismatchOf(mixed, 1.5)).toMatchObject({ received: 'a fraction' });
  });

  it('that are recursive and alike do not take for ever to refuse', () => {
    let value: unknown = 'wrong';
    for (let level = 0; level < 60; level += 1) value = { next: value };
    expect(mismatchOf(union(ref('Left'), ref('Right')), value)).toBeInstanceOf(OutputMismatch);
  });
});
