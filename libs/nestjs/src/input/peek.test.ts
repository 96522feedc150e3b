import { Transform, Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, Validate, ValidateNested } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Nullable, TypeCatalog, Typed } from '../types/index.js';
import { compileInput } from './compile-input.js';
import type { InputDeclaration } from './input-declaration.js';

const compile = (declaration: InputDeclaration) =>
  compileInput(declaration, new TypeCatalog(), { className: 'Functions', methodName: 'method' });

let validations = 0;
class Never {
  validate(): boolean {
    validations += 1;
    return false;
  }
}

class Key {
  @Typed('integer') @Max(1) @Validate(Never) id!: number;
  @IsOptional() @Nullable() @IsInt() page?: number | null;
}
class Nested {
  @ValidateNested() @Type(() => Key) key!: Key;
}
class Transformed {
  @IsString() @Transform(({ value }) => String(value).trim()) text!: string;
  @IsOptional() @IsInt() n?: number;
}

const key = compile({ kind: 'class', type: Key });

describe('what seems to be sent', () => {
  it.each([
    ['id=5', { id: 5 }],
    ['id=05&page=', { id: 5, page: null }],
    ['id=5&other=1&id=6', { id: 6 }],
    ['id=x', undefined],
    ['', undefined],
    ['id=5&page=x', undefined],
  ])('in the query %j is %j', (query, sent) => {
    expect(key.peekText(new URLSearchParams(query))).toEqual(sent);
  });

  it.each([
    [{ id: 5 }, { id: 5 }],
    [
      { id: 5, page: null, other: 1 },
      { id: 5, page: null },
    ],
    [{ id: '5' }, undefined],
    [null, undefined],
    [[], undefined],
    ['id', undefined],
  ])('in the JSON %j is %j', (args, sent) => {
    expect(key.peekJson(args)).toEqual(sent);
  });

  it('asks no constraint', () => {
    validations = 0;
    expect(key.peekJson({ id: 500 })).toEqual({ id: 500 });
    expect(validations).toBe(0);
  });

  it('looks into objects', () => {
    const nested = compile({ kind: 'class', type: Nested });
    expect(nested.peekJson({ key: { id: 5 } })).toEqual({ key: { id: 5 } });
    expect(nested.peekJson({ key: { id: 'x' } })).toBeUndefined();
  });

  it('is unknown when a @Transform sees more of a text than its value', () => {
    const transformed = compile({ kind: 'class', type: Transformed });
    const peek = (query: string) => transformed.peekText(new URLSearchParams(query));
    expect(peek('text= a&n=5')).toEqual({ text: ' a', n: 5 });
    expect(peek('text=a&n=05')).toBeUndefined();
  });

  it('is nothing for a function that takes nothing', () => {
    const none = compile({ kind: 'none' });
    expect(none.peekJson(undefined)).toEqual({});
    expect(none.peekText(new URLSearchParams('id=5'))).toEqual({});
  });

  it('is unknown, and no failure, when a schema inside throws', () => {
    const throwing = z.string().transform(() => {
      throw new Error('not today');
    });
    const args = compile({
      kind: 'args',
      args: [{ name: 'x', index: 0, type: throwing, required: true }],
    });
    expect(args.peekJson({ x: 'a' })).toBeUndefined();
  });
});
