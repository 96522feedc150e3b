import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { ValidationFailed } from '../errors/index.js';
import { nullable, TypeCatalog } from '../types/index.js';
import { compileInput } from './compile-input.js';
import type { InputDeclaration } from './input-declaration.js';

function compile(declaration: InputDeclaration) {
  const catalog = new TypeCatalog();
  const reader = compileInput(declaration, catalog, { className: 'Functions', methodName: 'method' });
  expect(catalog.problems).toEqual([]);
  return reader;
}

async function read(schema: StandardSchemaV1, args: unknown): Promise<unknown> {
  try {
    return await compile({ kind: 'schema', schema }).readJson(args);
  } catch (error) {
    if (error instanceof ValidationFailed) return error.fields;
    throw error;
  }
}

describe('an input that a schema describes', () => {
  const schema = z.object({
    name: z.string().trim().min(2),
    age: z.int().default(18),
    at: z.coerce.date().optional(),
    lines: z.array(z.object({ sku: z.string().max(3) })).default([]),
  });

  it('is what the schema puts out', async () => {
    expect(await read(schema, { name: ' Ada ', at: '2026-01-02', extra: 1 })).toEqual({
      value: { name: 'Ada', age: 18, at: new Date('2026-01-02'), lines: [] },
      sent: { name: ' Ada ', at: '2026-01-02' },
    });
  });

  it('is checked by its shape first, strictly, then by the schema', async () => {
    expect(await read(schema, { name: 'A', age: '18', lines: [{ sku: 5 }] })).toEqual({
      age: ['must be a whole number'],
      'lines.0.sku': ['must be a text'],
    });
    const fields = await read(schema, { name: 'A', lines: [{ sku: 'a' }, { sku: 'abcd' }] });
    expect(Object.keys(fields as object)).toEqual(['name', 'lines.1.sku']);
  });

  it('is converted from texts', () => {
    const reader = compile({
      kind: 'schema',
      schema: z.object({ n: z.int(), on: z.boolean(), tags: z.array(z.string()) }),
    });
    expect(reader.readText(new URLSearchParams('n=5&on=yes&tags=a&tags=b'))).toMatchObject({
      value: { n: 5, on: true, tags: ['a', 'b'] },
    });
  });

  it('may have rules about the whole', async () => {
    const range = z
      .object({ from: z.int(), to: z.int() })
      .refine(({ from, to }) => from <= to, 'from is after to');
    expect(await read(range, { from: 2, to: 1 })).toEqual({ __all__: ['from is after to'] });
  });

  it('may have asynchronous rules', async () => {
    const free = z.object({
      name: z.string().refine(async (name) => Promise.resolve(name !== 'taken'), 'is taken'),
    });
    expect(await read(free, { name: 'taken' })).toEqual({ name: ['is taken'] });
    expect(await read(free, { name: 'free' })).toMatchObject({ value: { name: 'free' } });
  });

  it('names the member of a union that the value says it is', async () => {
    const pay = z.object({
      by: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('card'), number: z.string() }),
        z.object({ kind: z.literal('cash'), coins: z.int().nullable() }),
      ]),
    });
    expect(await read(pay, { by: { kind: 'cash', coins: null } })).toMatchObject({
      value: { by: { coins: null } },
    });
    expect(await read(pay, { by: { kind: 'cash', coins: 'x' } })).toEqual({
      'by.coins': ['must be a whole number'],
    });
    expect(await read(pay, { by: { kind: 'none' } })).toEqual({ by: ['must have one of the allowed forms'] });
    expect(await read(pay, { by: null })).toEqual({ by: ['must not be null'] });
    const either = z.object({ x: z.union([z.int(), z.array(z.string())]).nullable() });
    expect(await read(either, { x: ['a'] })).toMatchObject({ value: { x: ['a'] } });
    expect(await read(either, { x: null })).toMatchObject({ value: { x: null } });
    expect(await read(either, { x: 'a' })).toEqual({ x: ['must have one of the allowed forms'] });
  });

  it('may be recursive', async () => {
    const tree = z.object({
      get branches() {
        return z.array(tree);
      },
    });
    expect(await read(tree, { branches: [{ branches: [] }] })).toMatchObject({
      value: { branches: [{ branches: [] }] },
    });
    expect(await read(tree, { branches: [{}] })).toEqual({ 'branches.0.branches': ['is required'] });
  });
});

it('recursive unions whose members are alike do not take for ever to refuse', async () => {
  const left = z.object({
    get next() {
      return z.union([left, right]).optional();
    },
  });
  const right = z.object({
    get next() {
      return z.union([left, right]).optional();
    },
    right: z.boolean().optional(),
  });
  let value: unknown = 'wrong';
  for (let level = 0; level < 40; level += 1) value = { next: value };
  const fields = await read(left, value);
  expect(Object.keys(fields as object)).toHaveLength(1);
});

describe('a schema inside an input', () => {
  it('makes the argument and tells its messages below it', () => {
    const reader = arg(z.object({ name: z.string().toUpperCase().min(2) }));
    expect(reader.readJson({ x: { name: 'ada' } })).toMatchObject({ value: { x: { name: 'ADA' } } });
    expect(reader.readJson({ x: null })).toMatchObject({ value: { x: null } });
    expect(() => reader.readJson({ x: { name: 'a' } })).toThrow(ValidationFailed);
    expect(() => reader.readJson({ x: { name: 5 } })).toThrow(
      expect.objectContaining({ fields: { 'x.name': ['must be a text'] } }),
    );
  });

  it('must answer at once', () => {
    const reader = arg(z.string().refine(async () => Promise.resolve(true)));
    expect(() => reader.readJson({ x: 'a' })).toThrow('is asynchronous');
  });
});

function arg(schema: StandardSchemaV1) {
  return compile({ kind: 'args', args: [{ name: 'x', index: 0, type: nullable(schema), required: true }] });
}
