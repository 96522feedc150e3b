import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ValidationFailed } from '../errors/index.js';
import { enumOf, nullable, TypeCatalog, Typed } from '../types/index.js';
import type { DtoClass, TypeDeclaration } from '../types/type-declaration.js';
import { compileInput } from './compile-input.js';
import type { InputDeclaration } from './input-declaration.js';

function read(declaration: InputDeclaration, query: string): unknown {
  const catalog = new TypeCatalog();
  const reader = compileInput(declaration, catalog, { className: 'Functions', methodName: 'method' });
  expect(catalog.problems).toEqual([]);
  try {
    return reader.readText(new URLSearchParams(query));
  } catch (error) {
    if (error instanceof ValidationFailed) return error.fields;
    throw error;
  }
}

const readAs = (type: TypeDeclaration, query: string) =>
  read({ kind: 'args', args: [{ name: 'x', index: 0, type, required: false }] }, query);

const readClass = (type: DtoClass, query: string) => read({ kind: 'class', type }, query);

class Point {
  @Typed('integer') x!: number;
  @Typed('integer') y!: number;
}

describe('texts are converted by declared type', () => {
  it.each<[type: TypeDeclaration, query: string, value: unknown]>([
    ['string', 'x=5', '5'],
    ['string', 'x=', ''],
    ['string', 'x=a%20b%2Bc+d', 'a b+c d'],
    ['integer', 'x=5', 5],
    ['integer', 'x=-5', -5],
    ['number', 'x=1.5', 1.5],
    ['number', 'x=1e3', 1000],
    ['number', 'x=.5', 0.5],
    ['number', 'x=%2B5.e-1', 0.5],
    [Date, 'x=2026-01-02', new Date('2026-01-02')],
    [enumOf('open', 'paid'), 'x=open', 'open'],
    ['json', 'x={"a":1}', { a: 1 }],
    ['json', 'x=hello', 'hello'],
    [Point, 'x={"x":1,"y":2}', Object.assign(new Point(), { x: 1, y: 2 })],
    [['integer'], 'x=1&x=2', [1, 2]],
    [['integer'], 'x=1', [1]],
    [[enumOf('a', 'b')], 'x=b&x=a', ['b', 'a']],
    [nullable('integer'), 'x=5', 5],
    [nullable('integer'), 'x=null', null],
    [nullable('integer'), 'x=', null],
    [nullable('string'), 'x=null', 'null'],
    [nullable(Date), 'x=null', null],
    [nullable(enumOf('a', 'null')), 'x=null', 'null'],
    [nullable(enumOf('a', 'b')), 'x=null', null],
    [nullable(Point), 'x=null', null],
    [nullable(['integer']), 'x=1&x=2', [1, 2]],
    [[nullable('integer')], 'x=1&x=null', [1, null]],
    [z.array(z.int()).nullable(), 'x=1', [1]],
    [z.union([z.int(), z.boolean(), z.string()]), 'x=5', 5],
    [z.union([z.int(), z.boolean(), z.string()]), 'x=true', true],
    [z.union([z.int(), z.boolean(), z.string()]), 'x=hello', 'hello'],
    [z.literal(['1', 2]), 'x=1', '1'],
  ])('%#', (type, query, value) => {
    expect(readAs(type, query)).toMatchObject({ value: { x: value } });
  });

  it.each([
    ...['true', 'TRUE', '1', 'on', 'yes', 'Yes', 't', 'y'].map((text) => [text, true] as const),
    ...['false', 'False', '0', 'off', 'no', 'f', 'n'].map((text) => [text, false] as const),
  ])('the boolean %s', (text, value) => {
    expect(readAs('boolean', `x=${text}`)).toEqual({ value: { x: value }, sent: { x: value } });
  });

  it('the last of a repeated name counts, and unknown names do not', () => {
    expect(readAs('integer', 'x=7&x=8&z=1')).toEqual({ value: { x: 8 }, sent: { x: 8 } });
  });

  it('what is sent is converted, but for a date, which scopes by its text', () => {
    expect(readAs(Date, 'x=2026-01-02')).toMatchObject({ sent: { x: '2026-01-02' } });
    expect(readAs('string', '')).toEqual({ value: {}, sent: {} });
  });
});

describe('texts that do not convert', () => {
  it.each<[type: TypeDeclaration, query: string, path: string, message: string]>([
    ['integer', 'x=a', 'x', 'must be a whole number'],
    ['integer', 'x=', 'x', 'must be a whole number'],
    ['integer', 'x=1.5', 'x', 'must be a whole number'],
    ['integer', 'x=1e3', 'x', 'must be a whole number'],
    ['integer', 'x=0x10', 'x', 'must be a whole number'],
    ['integer', 'x=99999999999999999999', 'x', 'must be a whole number'],
    ['number', 'x=Infinity', 'x', 'must be a number'],
    ['number', 'x=1e999', 'x', 'must be a number'],
    ['boolean', 'x=maybe', 'x', 'must be true or false'],
    ['boolean', 'x=', 'x', 'must be true or false'],
    [nullable(['integer']), 'x=null', 'x.0', 'must be a whole number'],
    [Date, 'x=today', 'x', 'must be a date in ISO 8601 form'],
    [enumOf('open', 'paid'), 'x=lost', 'x', 'must be one of: open, paid'],
    [['integer'], 'x=1&x=b', 'x.1', 'must be a whole number'],
    [Point, 'x=1', 'x', 'must be an object'],
    [Point, 'x={"x":1', 'x', 'must be an object'],
    [Point, 'x={"x":1,"y":"2"}', 'x.y', 'must be a whole number'],
  ])('%#', (type, query, path, message) => {
    expect(readAs(type, query)).toEqual({ [path]: [message] });
  });
});

it('a long text that is no number is found out at once', () => {
  const query = `x=${'1'.repeat(200_000)}x`;
  const start = performance.now();
  expect(readAs('number', query)).toEqual({ x: ['must be a number'] });
  expect(performance.now() - start).toBeLessThan(1_000);
});

describe('a DTO from texts', () => {
  class Page {
    @IsOptional() @IsInt() limit = 10;
    @IsOptional() @IsString({ each: true }) tags: string[] = [];
    @IsOptional() @ValidateNested() @Type(() => Point) at?: Point;
  }

  it('has its defaults and its instances', () => {
    expect(readClass(Page, 'tags=a&at={"x":1,"y":2}')).toEqual({
      value: Object.assign(new Page(), { tags: ['a'], at: Object.assign(new Point(), { x: 1, y: 2 }) }),
      sent: { tags: ['a'], at: { x: 1, y: 2 } },
    });
  });

  class Idioms {
    @Transform(({ value }) => value === 'true') @IsBoolean() active!: boolean;
    @Transform(({ obj, key }) => (obj as Record<string, unknown>)[key] === '1') @IsBoolean() flag!: boolean;
    @Transform(({ value }) => Number.parseInt(String(value), 10)) @IsInt() page!: number;
    @Transform(({ value }) => (Array.isArray(value) ? value.map(String) : [String(value)]))
    @IsString({ each: true })
    tags!: string[];
  }

  it('transforms written for queries see the text that was sent', () => {
    expect(readClass(Idioms, 'active=true&flag=1&page=7&tags=a')).toMatchObject({
      value: { active: true, flag: true, page: 7, tags: ['a'] },
      sent: { active: true, flag: true, page: 7, tags: ['a'] },
    });
    expect(readClass(Idioms, 'active=false&flag=0&page=7&tags=a&tags=b')).toMatchObject({
      value: { active: false, flag: false, tags: ['a', 'b'] },
    });
  });
});
