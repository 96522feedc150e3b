import { Transform, Type } from 'class-transformer';
import { ArrayMinSize, IsIn, IsInt, IsOptional, Min, MinLength, ValidateNested } from 'class-validator';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ValidationFailed } from '../errors/index.js';
import { enumOf, Nullable, nullable, TypeCatalog, Typed, Upload, uploadOf } from '../types/index.js';
import type { DtoClass, TypeDeclaration } from '../types/type-declaration.js';
import { MizanFile, type MultipartArgs } from '../uploads/index.js';
import { ReceivedFile } from '../uploads/received-file.js';
import { compileInput } from './compile-input.js';
import type { InputDeclaration } from './input-declaration.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['SOAK'] === '1' ? 10_000 : 1000;

const site = { className: 'Functions', methodName: 'method' };

function compile(declaration: InputDeclaration) {
  const catalog = new TypeCatalog();
  const reader = compileInput(declaration, catalog, site);
  expect(catalog.problems).toEqual([]);
  return reader;
}

const ofClass = (type: DtoClass) => compile({ kind: 'class', type });
const ofType = (type: TypeDeclaration, required = true) =>
  compile({ kind: 'args', args: [{ name: 'x', index: 0, type, required }] });

function fileOf(text: string): MizanFile {
  const bytes = Buffer.from(text);
  const facts = { name: `${text}.txt`, type: 'text/plain', size: bytes.length };
  return new ReceivedFile(facts, { kind: 'memory', bytes });
}

const [a, b] = [fileOf('a'), fileOf('b')];

/** The arguments of a body, without a prototype as the parser makes them. */
const args = (fields: Readonly<Record<string, unknown>>) =>
  Object.assign(Object.create(null) as object, fields) as MultipartArgs;

/** What is read, or the messages by path. */
async function outcome(read: () => unknown): Promise<unknown> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ValidationFailed)) throw error;
    expect(error.code).toBe('VALIDATION_ERROR');
    return error.fields;
  }
}

class Page {
  @MinLength(2) title!: string;
  @Upload() scan!: MizanFile;
}

class Address {
  @Typed() street!: string;
  @IsInt() zip!: number;
}

class Parcel {
  @IsInt() @Min(1) weight!: number;
  @Typed('boolean') isLate = false;
  @IsIn(['air', 'sea']) way!: string;
  @Nullable() @IsInt() owner: number | null = 5;
  @IsOptional() @Typed() day?: Date;
  @ValidateNested() @Typed(Address) address!: Address;
  @ValidateNested({ each: true }) @Typed([Page]) pages: Page[] = [];
  @Typed(['string']) tags: string[] = [];
  @Typed(['integer']) counts: number[] = [];
  @IsOptional() @Typed('json') extra?: unknown;
  @Upload({ count: 2 }) @ArrayMinSize(1) photos!: MizanFile[];
  @Upload() @IsOptional() label?: MizanFile;
  @Upload() stamp: MizanFile | null = null;
}

const valid = {
  weight: '5',
  way: 'sea',
  'address.street': 'High',
  'address.zip': '123',
  photos: a,
};

describe('a multipart body', () => {
  const parcel = ofClass(Parcel);
  const read = (fields: object) =>
    outcome(async () => (await parcel.readMultipart(args({ ...valid, ...fields }))).value);

  it('has its texts converted and its files as they are, by the names of the class', async () => {
    const fields = {
      isLate: 'yes',
      owner: '',
      day: '2026-02-03',
      extra: '{"any":[1]}',
      'pages.1.title': 'Two',
      'pages.1.scan': b,
      'pages.0.title': 'One',
      'pages.0.scan': a,
      tags: ['x', 'y'],
      counts: '7',
      label: a,
      stamp: '',
      unknown: 'ignored',
    };
    expect(await read(fields)).toEqual({
      weight: 5,
      isLate: true,
      way: 'sea',
      owner: null,
      day: new Date('2026-02-03'),
      address: { street: 'High', zip: 123 },
      pages: [
        { title: 'One', scan: a },
        { title: 'Two', scan: b },
      ],
      tags: ['x', 'y'],
      counts: [7],
      extra: { any: [1] },
      photos: [a],
      label: a,
      stamp: null,
    });
    expect(await read({})).toBeInstanceOf(Parcel);
  });

  it.each<[string, object, object]>([
    ['JSON', { pages: '[]', tags: '["a"]', counts: '[1,2]' }, { pages: [], tags: ['a'], counts: [1, 2] }],
    ['nothing', { tags: '', counts: '' }, { tags: [], counts: [] }],
    ['numbers with gaps', { 'tags.10': 'c', 'tags.2': 'b', 'tags.02': 'B' }, { tags: ['b', 'B', 'c'] }],
    ['brackets that are no JSON', { tags: '[x' }, { tags: ['[x'] }],
    ['files by number', { photos: [], 'photos.1': b, 'photos.0': a }, { photos: [a, b] }],
  ])('reads lists that come as %s', async (_title, fields, found) => {
    expect(await read(fields)).toMatchObject(found);
  });

  it('reads an object that comes as JSON, strictly as JSON', async () => {
    const { 'address.street': _street, 'address.zip': _zip, ...others } = valid;
    const address = (text: string) =>
      outcome(async () => (await parcel.readMultipart(args({ ...others, address: text }))).value);
    expect(await address('{"street":"Low","zip":1}')).toMatchObject({ address: { street: 'Low', zip: 1 } });
    expect(await address('{"street":"Low","zip":"1"}')).toEqual({
      'address.zip': ['must be a whole number'],
    });
    expect(await address('{')).toEqual({ address: ['must be an object'] });
  });

  it.each<[string, object, object]>([
    ['a missing file', { photos: '' }, { photos: ['photos must contain at least 1 elements'] }],
    ['a text for a file', { label: 'x' }, { label: ['must be a file, sent as multipart'] }],
    ['a file for a text', { way: a }, { way: ['must be one of: air, sea'] }],
    ['a file for an object', { pages: a }, { 'pages.0': ['must be an object'] }],
    ['what is missing in a list', { 'pages.0.title': 'One' }, { 'pages.0.scan': ['is required'] }],
    ['what breaks a constraint', { weight: '0' }, { weight: ['weight must not be less than 1'] }],
    ['no number', { weight: 'heavy' }, { weight: ['must be a whole number'] }],
    [
      'what breaks a constraint inside',
      { 'pages.0.title': 'x', 'pages.0.scan': a },
      { 'pages.0.title': ['title must be longer than or equal to 2 characters'] },
    ],
  ])('refuses %s', async (_title, fields, found) => {
    expect(await read(fields)).toEqual(found);
  });

  it('takes no name for more than itself', async () => {
    const fields = {
      ['__proto__']: 'x',
      '__proto__.polluted': 'x',
      'address.__proto__.polluted': 'x',
      'address.constructor': 'x',
      'constructor.prototype.polluted': 'x',
      [`extra${'.x'.repeat(500)}`]: 'deep',
      '': 'x',
      '.': 'x',
      'pages.x.title': 'no number',
    };
    const parcelRead = await read(fields);
    expect(parcelRead).toEqual(await read({}));
    expect(Object.getPrototypeOf((parcelRead as Parcel).address)).toBe(Address.prototype);
    expect({}).not.toHaveProperty('polluted');
  });

  it('is missed in JSON, by the names of its files', async () => {
    const json = { weight: 5, way: 'sea', address: { street: 'High', zip: 1 }, pages: [{ title: 'One' }] };
    expect(await outcome(() => parcel.readJson(json))).toEqual({
      'pages.0.scan': ['is required'],
      photos: ['is required'],
    });
    const faked = { ...json, pages: [], photos: [{ name: 'a', size: 1, type: 'x' }] };
    expect(await outcome(() => parcel.readJson(faked))).toEqual({
      'photos.0': ['must be a file, sent as multipart'],
    });
  });

  it('tells before it is read what seems to be sent', () => {
    expect(parcel.peekMultipart(args({ ...valid, owner: '3' }))).toMatchObject({ weight: 5, owner: 3 });
    expect(parcel.peekMultipart(args({ ...valid, weight: 'x' }))).toBeUndefined();
  });

  it('shows transforms what came over the wire', async () => {
    class Loud {
      @Transform(({ value }) => (typeof value === 'string' ? `${value}!` : value)) @Typed() text!: string;
      @Transform(({ value }) => (Array.isArray(value) ? value.length : value)) @Typed('json') list: unknown;
      @Transform(({ value }) => value as unknown) @Upload() file!: MizanFile;
    }
    const fields = args({ text: 'hey', list: ['1', '2'], file: a });
    expect((await ofClass(Loud).readMultipart(fields)).value).toEqual({ text: 'hey!', list: '2', file: a });
  });

  it('reads arguments and schemas', async () => {
    expect((await ofType(uploadOf()).readMultipart(args({ x: a }))).value).toEqual({ x: a });
    expect((await ofType([MizanFile]).readMultipart(args({ x: [a, b] }))).value).toEqual({ x: [a, b] });
    expect((await ofType(nullable(MizanFile)).readMultipart(args({ x: '' }))).value).toEqual({ x: null });
    expect(await outcome(() => ofType(MizanFile).readMultipart(args({ x: '' })))).toEqual({
      x: ['is required'],
    });
    const schema = z.object({
      photo: z.instanceof(MizanFile),
      inner: z.object({ at: z.int(), more: z.array(z.instanceof(MizanFile)) }),
    });
    const reader = compile({ kind: 'schema', schema });
    const fields = args({ photo: a, 'inner.at': '5', 'inner.more.0': b });
    expect((await reader.readMultipart(fields)).value).toEqual({ photo: a, inner: { at: 5, more: [b] } });
    expect(await outcome(() => reader.readMultipart(args({ photo: a, 'inner.at': '5' })))).toEqual({
      'inner.more': ['is required'],
    });
  });
});

describe('what is expected of a file', () => {
  class Tree {
    @Upload({ maxSize: 9, accept: 'image/*' }) leaf!: MizanFile;
    @ValidateNested({ each: true }) @Type(() => Tree) @Typed(() => [Tree]) trees: Tree[] = [];
    @Upload({ count: 3 }) @IsOptional() @Typed() fruits?: MizanFile[];
  }
  const { files } = ofClass(Tree);
  const leaf = { maxSize: 9, accept: ['image/*'], maxCount: 1 };

  it.each([
    ['leaf', { ...leaf, key: 'leaf' }],
    ['trees.0.leaf', { ...leaf, key: 'trees.0.leaf' }],
    ['trees.12.trees.3.leaf', { ...leaf, key: 'trees.12.trees.3.leaf' }],
    ['fruits', { key: 'fruits', maxCount: 3 }],
    ['fruits.2', { key: 'fruits', maxCount: 3 }],
    ['trees.0.fruits.1', { key: 'trees.0.fruits', maxCount: 3 }],
  ])('is known by its path: %s', (path, policy) => {
    expect(files.find(path)).toEqual(policy);
  });

  it.each([
    '',
    'twig',
    'leaf.0',
    'trees',
    'trees.0',
    'trees.x.leaf',
    'trees.leaf',
    'fruits.0.1',
    'fruits.-1',
    'fruits.x',
    '__proto__',
    'constructor',
    'leaf.constructor',
  ])('is nothing where no file belongs: %j', (path) => {
    expect(files.find(path)).toBeUndefined();
  });

  it('are counted as they are declared, and once more where an input holds itself', () => {
    expect(files.declared).toEqual({ files: 8, openLists: 0 });
  });
});

class Anything {
  @Typed('string') text = '';
  @Typed('integer') integer!: number;
  @Typed('number') number!: number;
  @Typed() flag!: boolean;
  @Typed(enumOf('a', 'null', '')) choice!: 'a' | 'null' | '';
  @Typed(nullable('integer')) open!: number | null;
  @IsOptional() @Typed('integer') left?: number;
  @Typed(['number']) numbers!: number[];
  @Typed(['string']) texts!: string[];
  @Typed([nullable('boolean')]) flags!: (boolean | null)[];
  @Typed(() => [Anything]) @ValidateNested({ each: true }) @Type(() => Anything) inner: Anything[] = [];
  @IsOptional() @Typed(() => Anything) @ValidateNested() @Type(() => Anything) one?: Anything;
  @Typed(nullable(MizanFile)) file!: MizanFile | null;
  @Typed([MizanFile]) files!: MizanFile[];
}

describe(`any input (SEED=${seed})`, () => {
  // Of zeros, a text knows one.
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  const file = fc.constantFrom(a, b);
  const { anything } = fc.letrec<{ anything: object }>((tie) => ({
    anything: fc.record(
      {
        text: fc.string(),
        integer: fc.maxSafeInteger(),
        number,
        flag: fc.boolean(),
        choice: fc.constantFrom('a', 'null', ''),
        open: fc.option(fc.maxSafeInteger()),
        left: fc.maxSafeInteger(),
        numbers: fc.array(number, { maxLength: 12 }),
        texts: fc.array(fc.string(), { maxLength: 3 }),
        flags: fc.array(fc.option(fc.boolean()), { maxLength: 3 }),
        inner: fc.oneof(
          { maxDepth: 2, withCrossShrink: true },
          fc.constant([]),
          fc.array(tie('anything'), { maxLength: 2 }),
        ),
        one: fc.oneof({ maxDepth: 2 }, fc.constant(undefined), tie('anything')),
        file: fc.option(file),
        files: fc.array(file, { maxLength: 3 }),
      },
      {
        requiredKeys: [
          'integer',
          'number',
          'flag',
          'choice',
          'open',
          'numbers',
          'texts',
          'flags',
          'file',
          'files',
        ],
      },
    ),
  }));

  it('is the same as in JSON when it comes in parts, as clients write it', async () => {
    const reader = ofClass(Anything);
    const check = fc.asyncProperty(anything, async (value) => {
      const { value: direct, sent } = await reader.readJson(value);
      const parts = await reader.readMultipart(args(Object.fromEntries(partsOf(value, ''))));
      expect(parts.value).toEqual(direct);
      expect(Object.keys(parts.sent).toSorted()).toEqual(Object.keys(sent).toSorted());
    });
    await fc.assert(check, { seed, numRuns });
  });
});

/** As a client writes it (PROTOCOL 2): names are paths, and what has nothing in it says so. */
function partsOf(value: unknown, name: string): [string, unknown][] {
  if (value === undefined) return [];
  if (value instanceof MizanFile) return [[name, value]];
  if (value === null) return [[name, '']];
  if (typeof value !== 'object') return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
  const members = Object.entries(value);
  if (members.length === 0) return [[name, Array.isArray(value) ? '[]' : '{}']];
  return members.flatMap(([member, inner]) => partsOf(inner, name === '' ? member : `${name}.${member}`));
}
