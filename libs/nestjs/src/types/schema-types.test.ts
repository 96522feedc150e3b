import { type Field, foldShape, type Shape, type ShapeFold } from '@mizan/protocol';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MizanFile } from '../uploads/index.js';
import { nullable, TypeCatalog } from './index.js';

const site = { className: 'Functions', methodName: 'listUsers' };

const asText: ShapeFold<string> = {
  primitive: (name) => name,
  ref: (name) => name,
  list: (item) => `${item}[]`,
  optional: (item) => `${item}|null`,
  enum: (values) => `(${values.join('|')})`,
  union: (members) => `(${members.join(' or ')})`,
  upload: ({ maxSize, accept }) => `file of ${maxSize ?? 'any'} bytes and ${accept?.join(',') ?? 'any'} type`,
};

const shapeText = (shape: Shape) => foldShape(shape, asText);

const fieldText = ({ name, required, shape, default: initial }: Field) =>
  `${name}${required ? '' : '?'}: ${shapeText(shape)}${initial === undefined ? '' : ` = ${JSON.stringify(initial)}`}`;

function structsOf(catalog: TypeCatalog) {
  return Object.fromEntries(
    Object.entries(catalog.structs).map(([name, { fields }]) => [name, fields.map(fieldText).join('; ')]),
  );
}

function describeOutput(schema: StandardSchemaV1) {
  const catalog = new TypeCatalog();
  const shape = shapeText(catalog.describeOutput(schema, site));
  return { shape, structs: structsOf(catalog), problems: catalog.problems };
}

function describeInput(schema: StandardSchemaV1) {
  const catalog = new TypeCatalog();
  const fields = catalog.describeInput({ kind: 'schema', schema }, site).map(fieldText).join('; ');
  return { fields, structs: structsOf(catalog), problems: catalog.problems };
}

describe('one value', () => {
  it.each<[schema: StandardSchemaV1, shape: string]>([
    [z.string(), 'string'],
    [z.uuid(), 'string'],
    [z.number(), 'number'],
    [z.int(), 'integer'],
    [z.number().int(), 'integer'],
    [z.boolean(), 'boolean'],
    [z.any(), 'json'],
    [z.unknown(), 'json'],
    [z.json(), 'json'],
    [z.record(z.string(), z.number()), 'json'],
    [z.string().nullable(), 'string|null'],
    [z.enum(['a', 'b']), '(a|b)'],
    [z.enum({ Low: 0, High: 1 }), 'integer'],
    [z.literal('a'), '(a)'],
    [z.literal(true), 'boolean'],
    [z.literal(['a', 1, null]), '((a) or integer)|null'],
    [z.array(z.array(z.int())), 'integer[][]'],
    [z.array(z.string().nullable()).nullable(), 'string|null[]|null'],
    [z.union([z.string(), z.int()]), '(string or integer)'],
    [z.union([z.string(), z.int(), z.null()]), '(string or integer)|null'],
    [z.union([z.uuid(), z.email()]), 'string'],
    [z.union([z.string(), z.any()]).nullable(), 'json'],
    [z.date(), 'string'],
    [z.string().transform(Number), 'string'],
    [z.stringbool(), 'string'],
  ])('%#', (schema, shape) => {
    expect(describeOutput(schema)).toEqual({ shape, structs: {}, problems: [] });
  });
});

describe('structs', () => {
  it('without a name take that of their owner and field, the outermost that of the function', () => {
    const line = z.object({ sku: z.string() });
    const schema = z.object({
      shipTo: z.object({ street: z.string() }),
      order_lines: z.array(line.nullable()),
      first: line.optional(),
    });
    expect(describeOutput(schema)).toEqual({
      shape: 'listUsersOutput',
      structs: {
        listUsersOutput:
          'shipTo: listUsersOutputShipTo; order_lines: listUsersOutputOrderLines|null[]; first?: listUsersOutputFirst',
        listUsersOutputShipTo: 'street: string',
        listUsersOutputOrderLines: 'sku: string',
        listUsersOutputFirst: 'sku: string',
      },
      problems: [],
    });
  });

  it('in a list at the top are its items, since the list has the name', () => {
    expect(describeOutput(z.array(z.object({ id: z.int() })))).toMatchObject({
      shape: 'listUsersOutputItem[]',
      structs: { listUsersOutputItem: 'id: integer' },
    });
  });

  it('are named by their id, wherever they stand', () => {
    const user = z.object({ id: z.int() }).meta({ id: 'User', description: 'A person' });
    const catalog = new TypeCatalog();
    expect(shapeText(catalog.describeOutput(user, site))).toBe('User');
    expect(shapeText(catalog.describeOutput(z.array(user), { ...site, methodName: 'other' }))).toBe('User[]');
    expect(catalog.structs['User']).toMatchObject({ description: 'A person' });
    expect(catalog.problems).toEqual([]);
  });

  it('of one schema are one type in all outputs, so that a merge finds its slot', () => {
    const user = z.object({ id: z.int() });
    const catalog = new TypeCatalog();
    const first = catalog.describeOutput(user, { className: 'F', methodName: 'userProfile' });
    expect(catalog.describeOutput(user, { className: 'F', methodName: 'renameUser' })).toEqual(first);
    expect(catalog.describeOutput(nullable(user), site)).toEqual({ kind: 'optional', item: first });
  });

  it('may refer to themselves and to each other', () => {
    const comment = z.object({
      text: z.string(),
      get replies() {
        return z.array(comment);
      },
    });
    const a = z.object({
      get b() {
        return b.nullable();
      },
    });
    const b = z.object({
      get a() {
        return a.optional();
      },
    });
    expect(describeOutput(comment)).toMatchObject({
      structs: { listUsersOutput: 'text: string; replies: listUsersOutput[]' },
    });
    expect(describeInput(comment)).toMatchObject({
      fields: 'text: string; replies: listUsersInput[]',
      structs: { listUsersInput: 'text: string; replies: listUsersInput[]' },
    });
    expect(describeOutput(z.object({ x: a, y: a }))).toMatchObject({
      structs: {
        listUsersOutput: 'x: listUsersOutputX; y: listUsersOutputX',
        listUsersOutputX: 'b: listUsersOutputXB|null',
        listUsersOutputXB: 'a?: listUsersOutputX',
      },
      problems: [],
    });
  });

  it('of a union are told apart by what tells them apart', () => {
    const schema = z.object({
      pay: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('card') }),
        z.object({ kind: z.literal('bank-transfer') }),
      ]),
      other: z.union([z.object({ a: z.int() }), z.object({ b: z.int() })]),
    });
    expect(describeOutput(schema).structs).toMatchObject({
      listUsersOutput:
        'pay: (listUsersOutputPayCard or listUsersOutputPayBankTransfer); other: (listUsersOutputOther1 or listUsersOutputOther2)',
    });
  });

  it('are joined by an intersection', () => {
    const schema = z.intersection(z.object({ a: z.int() }), z.object({ b: z.string().optional() }));
    expect(describeInput(schema)).toMatchObject({ fields: 'a: integer; b?: string', problems: [] });
  });

  it('of allOf are joined too', () => {
    const schema = schemaOf({
      $defs: { A: { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] } },
      allOf: [{ $ref: '#/$defs/A' }, { properties: { b: { type: 'string' } } }],
    });
    expect(describeInput(schema)).toMatchObject({ fields: 'a: integer; b?: string', problems: [] });
  });
});

describe('fields', () => {
  it('have what goes into the schema: optional, defaults, descriptions', () => {
    const schema = z.object({
      a: z.int().optional(),
      b: z.int().default(5),
      c: z.string().nullable().default(null),
      d: z.array(z.string()).default([]),
      e: z.string().nullish().describe('What it is'),
      f: z.never().optional(),
      g: z.coerce.date(),
      h: z.string().trim().prefault('x'),
    });
    expect(describeInput(schema)).toEqual({
      fields:
        'a?: integer; b?: integer = 5; c?: string|null; d?: string[]; e?: string|null; g: string; h?: string = "x"',
      structs: { listUsersInput: expect.any(String) as string },
      problems: [],
    });
    const [field] = new TypeCatalog().describeInput(
      { kind: 'schema', schema: z.object({ e: schema.shape.e }) },
      site,
    );
    expect(field?.description).toBe('What it is');
  });

  it('that are named alike in two places must be alike', () => {
    const schema = z.object({ a_b: z.object({ x: z.int() }), 'a-b': z.object({ y: z.int() }) });
    expect(describeOutput(schema).problems).toMatchObject([
      {
        where: 'listUsersOutputAB',
        problem: 'two different types have this name, both in Functions.listUsers',
      },
    ]);
  });
});

describe('files', () => {
  it('are instances of MizanFile, with what their description says of them', () => {
    const photo = z.instanceof(MizanFile).meta({ maxSize: '5MB', accept: 'image/*' });
    const checked = z.instanceof(MizanFile).refine(({ size }) => size > 3);
    const { fields, problems } = describeInput(
      z.object({
        photo,
        more: z.array(checked).max(3).optional(),
        own: z.custom<MizanFile>(isFile).nullable(),
      }),
    );
    expect(problems).toEqual([]);
    expect(fields.split('; ')).toEqual([
      'photo: file of 5242880 bytes and image/* type',
      'more?: file of any bytes and any type[]',
      'own: file of any bytes and any type|null',
    ]);
  });
});

function isFile(value: unknown): boolean {
  return value instanceof MizanFile;
}

describe('what cannot be described', () => {
  it.each<[what: string, schema: StandardSchemaV1, problem: string]>([
    ['a tuple', z.object({ pair: z.tuple([z.string(), z.int()]) }), '"pair": a tuple cannot be described'],
    [
      'a file of a browser',
      z.object({ doc: z.array(z.object({ file: z.file() })) }),
      '"doc.file": files of a browser cannot be described',
    ],
    [
      'a file of no size',
      z.object({ photo: z.instanceof(MizanFile).meta({ maxSize: '5 apples' }) }),
      '"photo": its `maxSize` is \'5 apples\', which is no size',
    ],
    [
      'an object of another class',
      z.object({ at: z.instanceof(Buffer) }),
      'its schema cannot be described (Custom types cannot be represented in JSON Schema)',
    ],
    ['null alone', z.object({ nothing: z.null() }), '"nothing": it admits null only'],
    [
      'a bigint',
      z.object({ big: z.bigint() }),
      'its schema cannot be described (BigInt cannot be represented in JSON Schema)',
    ],
    [
      'a date that is not coerced',
      z.object({ at: z.date() }),
      'its schema cannot be described (Date cannot be represented in JSON Schema)',
    ],
    ['a list as the whole input', z.array(z.string()), 'its input schema is no object'],
    [
      'a reference out of the document',
      schemaOf({ type: 'object', properties: { a: { $ref: 'https://example.org/a' } } }),
      '"a": it refers to https://example.org/a',
    ],
  ])('%s', (_what, schema, problem) => {
    expect(describeInput(schema).problems).toMatchObject([{ where: 'Functions.listUsers', problem }]);
  });

  it('a file in an output', () => {
    expect(describeOutput(z.instanceof(MizanFile)).problems).toMatchObject([
      { problem: 'it is a file, and files travel to the server only' },
    ]);
  });

  it('a DTO class where a schema belongs', () => {
    class Filter {
      text = '';
    }
    expect(describeInput(Filter as unknown as StandardSchemaV1).problems).toEqual([
      {
        where: 'Functions.listUsers',
        problem: 'its option `input` is no schema',
        fix: 'A DTO class goes on the parameter of the method: method(input: TheClass).',
      },
    ]);
  });

  it('a schema of a library without Standard JSON Schema', () => {
    const { jsonSchema: _jsonSchema, ...standard } = { ...z.object({})['~standard'] };
    expect(describeInput({ '~standard': standard }).problems).toMatchObject([
      { problem: expect.stringContaining('do not describe themselves') },
    ]);
  });
});

/** A schema of some other library, which describes itself like this. */
function schemaOf(document: object): StandardSchemaV1 {
  const standard = {
    version: 1 as const,
    vendor: 'test',
    validate: (value: unknown) => ({ value }),
    jsonSchema: { input: () => document, output: () => document },
  };
  return { '~standard': standard };
}
