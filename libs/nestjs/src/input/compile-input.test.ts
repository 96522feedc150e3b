import { IsIn, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { describe, expect, it } from 'vitest';
import { ValidationFailed } from '../errors/index.js';
import { enumOf, Nullable, nullable, TypeCatalog, Typed } from '../types/index.js';
import type { DtoClass, TypeDeclaration } from '../types/type-declaration.js';
import { compileInput } from './compile-input.js';
import type { ArgDeclaration, InputDeclaration } from './input-declaration.js';
import { maxDepth } from './place.js';

const site = { className: 'Functions', methodName: 'method' };

function compile(declaration: InputDeclaration) {
  const catalog = new TypeCatalog();
  const reader = compileInput(declaration, catalog, site);
  expect(catalog.problems).toEqual([]);
  return reader;
}

const ofClass = (type: DtoClass) => compile({ kind: 'class', type });

/** A reader of one argument "x" of this type. */
function ofType(type: TypeDeclaration, rest: Partial<ArgDeclaration> = {}) {
  return compile({ kind: 'args', args: [{ name: 'x', index: 0, type, required: true, ...rest }] });
}

/** The messages by path, or the value when there are none. */
async function outcome(read: () => unknown): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ValidationFailed)) throw error;
    expect(error.code).toBe('VALIDATION_ERROR');
    return error.fields;
  }
}

class Filter {
  @IsString() text!: string;
  @IsIn(['open', 'paid'], { each: true }) states: ('open' | 'paid')[] = [];
  @IsOptional() @IsInt() page?: number;
  @Nullable() @IsInt() owner!: number | null;
  @IsOptional() @Typed() since?: Date;
}

class Search {
  @ValidateNested() @Type(() => Filter) filter!: Filter;
  @ValidateNested({ each: true }) @Type(() => Filter) others: Filter[] = [];
}

describe('JSON of a wrong type', () => {
  it.each<[what: string, type: TypeDeclaration, value: unknown, message: string]>([
    ['a text for an integer', 'integer', '5', 'must be a whole number'],
    ['a fraction for an integer', 'integer', 1.5, 'must be a whole number'],
    ['an integer that is not exact', 'integer', 2 ** 53, 'must be a whole number'],
    ['null for an integer', 'integer', null, 'must not be null'],
    ['a text for a number', 'number', '1', 'must be a number'],
    ['infinity for a number', 'number', Number('1e999'), 'must be a number'],
    ['a text for a boolean', 'boolean', 'true', 'must be true or false'],
    ['a number for a boolean', 'boolean', 1, 'must be true or false'],
    ['a number for a text', 'string', 5, 'must be a text'],
    ['an object for a text', 'string', { a: 1 }, 'must be a text'],
    ['a list for a text', 'string', ['a'], 'must be a text'],
    ['null for a text', 'string', null, 'must not be null'],
    ['a text outside an enum', enumOf('a', 'b'), 'c', 'must be one of: a, b'],
    ['null for an enum', enumOf('a', 'b'), null, 'must not be null'],
    ['an object for a list', ['string'], {}, 'must be a list'],
    ['null for a list', ['string'], null, 'must not be null'],
    ['a text for a list', ['string'], 'a', 'must be a list'],
    ['a list for an object', Filter, [], 'must be an object'],
    ['a text for an object', Filter, 'a', 'must be an object'],
    ['null for an object', Filter, null, 'must not be null'],
    ['a number for a date', Date, 0, 'must be a date in ISO 8601 form'],
    ['another text for a date', Date, 'tomorrow', 'must be a date in ISO 8601 form'],
    ['a day that is not in the calendar', Date, '2026-02-30', 'must be a date in ISO 8601 form'],
  ])('%s', async (_what, type, value, message) => {
    expect(await outcome(() => ofType(type).readJson({ x: value }))).toEqual({ x: [message] });
  });

  it('what is missing is said to be required', async () => {
    expect(await outcome(() => ofType('integer').readJson({}))).toEqual({ x: ['is required'] });
  });

  it('all mistakes are told, by their paths', async () => {
    const value = {
      filter: { text: 5, states: ['open', 'lost'] },
      others: [{ text: 'a', owner: 1 }, { owner: 'x' }],
    };
    expect(await outcome(() => ofClass(Search).readJson(value))).toEqual({
      'filter.text': ['must be a text'],
      'filter.states.1': ['must be one of: open, paid'],
      'filter.owner': ['is required'],
      'others.1.text': ['is required'],
      'others.1.owner': ['must be a whole number'],
    });
  });

  it('no more than 100 messages are kept', async () => {
    const fields = await outcome(() =>
      ofType(['integer']).readJson({ x: Array.from({ length: 500 }, () => 'x') }),
    );
    expect(Object.keys(fields as object)).toHaveLength(100);
  });

  it.each([[[1, 2]], ['text'], [5], [true]])('arguments that are %j are refused as a whole', async (args) => {
    expect(await outcome(() => ofType('integer').readJson(args))).toEqual({ __all__: ['must be an object'] });
  });
});

describe('JSON that is right', () => {
  it('becomes an instance, nested instances and dates too, with defaults in place', () => {
    const filter = { text: 'a', owner: null, since: '2026-01-02T03:04:05Z' };
    const { value, sent } = ofClass(Search).readJson({ filter, extra: 1 }) as { value: Search; sent: object };
    expect(value).toBeInstanceOf(Search);
    expect(value.filter).toBeInstanceOf(Filter);
    expect(value).toEqual(
      Object.assign(new Search(), {
        filter: Object.assign(new Filter(), {
          text: 'a',
          owner: null,
          since: new Date('2026-01-02T03:04:05Z'),
        }),
      }),
    );
    expect(sent).toEqual({ filter });
  });

  it('null is no way to leave out what is only optional', async () => {
    expect(await outcome(() => ofClass(Filter).readJson({ text: 'a', owner: 1, page: null }))).toEqual({
      page: ['must not be null'],
    });
  });

  it('arguments become a record, with the defaults of those that were not sent', () => {
    const reader = compile({
      kind: 'args',
      args: [
        { name: 'user_id', index: 0, type: 'integer', required: true },
        { name: 'limit', index: 1, type: 'integer', required: false, default: 10 },
        { name: 'owner', index: 2, type: nullable('integer'), required: false, default: null },
        { name: 'note', index: 3, type: 'string', required: false },
      ],
    });
    expect(reader.readJson({ user_id: 5 })).toEqual({
      value: { user_id: 5, limit: 10, owner: null },
      sent: { user_id: 5 },
    });
    expect(reader.readJson({ user_id: 5, limit: 1, owner: null, note: 'x' })).toEqual({
      value: { user_id: 5, limit: 1, owner: null, note: 'x' },
      sent: { user_id: 5, limit: 1, owner: null, note: 'x' },
    });
  });

  it.each([undefined, null, {}])('no input at all: %j', (args) => {
    expect(compile({ kind: 'none' }).readJson(args)).toEqual({ value: undefined, sent: {} });
    expect(ofType('integer', { required: false }).readJson(args)).toEqual({ value: {}, sent: {} });
  });

  it('nothing that is sent changes another request: defaults are made anew', () => {
    const reader = ofClass(Filter);
    const first = reader.readJson({ text: 'a', owner: 1 }) as { value: Filter };
    first.value.states.push('open');
    expect(reader.readJson({ text: 'a', owner: 1 })).toMatchObject({ value: { states: [] } });
  });

  it('the default of an argument is made anew as well, should it be a list', () => {
    const reader = ofType(['string'], { required: false, default: [] as unknown as string });
    const first = reader.readJson({}) as { value: { x: string[] } };
    first.value.x.push('mine');
    expect(reader.readJson({})).toMatchObject({ value: { x: [] } });
  });
});

describe('hostile JSON', () => {
  class Names {
    @IsString() toString!: () => string;
  }

  it('what every object inherits counts as not sent', async () => {
    expect(await outcome(() => ofClass(Names).readJson({}))).toEqual({
      toString: ['is required'],
    });
    const reader = compile({
      kind: 'args',
      args: [{ name: 'constructor', index: 0, type: 'string', required: true }],
    });
    expect(await outcome(() => reader.readJson({}))).toEqual({ constructor: ['is required'] });
    expect(reader.readJson({ constructor: 'x' })).toMatchObject({ value: { constructor: 'x' } });
  });

  it('an argument that was not sent is undefined, whatever its name', async () => {
    const reader = compile({
      kind: 'args',
      args: [{ name: 'toString', index: 0, type: 'string', required: false }],
    });
    const { value } = await reader.readJson({});
    expect(Reflect.get(value as object, 'toString')).toBeUndefined();
  });

  it('__proto__ reaches neither instances nor open data', async () => {
    const poisoned: unknown = JSON.parse('{"text": "a", "owner": 1, "__proto__": {"admin": true}}');
    const { value } = ofClass(Filter).readJson(poisoned) as { value: Filter };
    expect(value).toBeInstanceOf(Filter);
    expect('admin' in value).toBe(false);
    const open: unknown = JSON.parse('{"x": {"deep": [{"__proto__": {"admin": true}}]}}');
    expect(await outcome(() => ofType('json').readJson(open))).toEqual({
      x: ['must not have a member named __proto__'],
    });
  });

  class Tree {
    @ValidateNested({ each: true }) @Type(() => Tree) branches: Tree[] = [];
  }

  it('depth is limited in recursive types, lists and open data', async () => {
    const deep = `must not be nested deeper than ${maxDepth} levels`;
    const tree = nested(100_000, {}, (value) => ({ branches: [value] }));
    expect(Object.values((await outcome(() => ofClass(Tree).readJson(tree))) as object)).toEqual([[deep]]);
    const list = nested(100_000, 1, (value) => [value]);
    expect(await outcome(() => ofType('json').readJson({ x: list }))).toEqual({ x: [deep] });
    const fine = nested(20, {}, (value) => ({ branches: [value] }));
    expect(ofClass(Tree).readJson(fine)).toMatchObject({ value: { branches: [{ branches: [{}] }] } });
  });
});

function nested(levels: number, inner: unknown, wrap: (value: unknown) => unknown) {
  let value = inner;
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}
