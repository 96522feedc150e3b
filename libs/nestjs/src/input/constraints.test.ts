import { Expose, Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsEmail,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  registerDecorator,
  Validate,
  ValidateIf,
  ValidateNested,
  type ValidationArguments,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { describe, expect, it } from 'vitest';
import { ValidationFailed } from '../errors/index.js';
import { Nullable, nullable, TypeCatalog, Typed } from '../types/index.js';
import type { DtoClass, TypeDeclaration } from '../types/type-declaration.js';
import { compileInput } from './compile-input.js';
import type { InputDeclaration } from './input-declaration.js';

function compile(declaration: InputDeclaration) {
  const catalog = new TypeCatalog();
  const reader = compileInput(declaration, catalog, { className: 'Functions', methodName: 'method' });
  expect(catalog.problems).toEqual([]);
  return reader;
}

async function read(type: DtoClass, args: unknown): Promise<unknown> {
  try {
    return (await compile({ kind: 'class', type }).readJson(args)).value;
  } catch (error) {
    if (error instanceof ValidationFailed) return error.fields;
    throw error;
  }
}

class Line {
  @IsString() @MaxLength(3) sku!: string;
  @IsInt() @Min(1) @Max(9) quantity!: number;
}

class Order {
  @IsEmail({}, { message: 'This is no address' }) email!: string;
  @IsArray() @ArrayMaxSize(2) @ValidateNested({ each: true }) @Type(() => Line) lines!: Line[];
  @IsOptional() @IsString({ each: true }) @MinLength(2, { each: true }) tags?: string[];
}

const right = { email: 'ada@example.org', lines: [{ sku: 'a', quantity: 1 }] };

describe('constraints of class-validator', () => {
  it('let what is right pass at once, without a promise', () => {
    const result = compile({ kind: 'class', type: Order }).readJson(right);
    expect(result).not.toBeInstanceOf(Promise);
    expect(result).toMatchObject({ value: right });
  });

  it('tell their own messages by path', async () => {
    const lines = [
      { sku: 'abcd', quantity: 10 },
      { sku: 'a', quantity: 1 },
      { sku: 'b', quantity: 0 },
    ];
    expect(await read(Order, { email: 'ada', lines, tags: ['ok', 'x'] })).toEqual({
      email: ['This is no address'],
      lines: ['lines must contain no more than 2 elements'],
      'lines.0.sku': ['sku must be shorter than or equal to 3 characters'],
      'lines.0.quantity': ['quantity must not be greater than 9'],
      'lines.2.quantity': ['quantity must not be less than 1'],
      tags: ['each value in tags must be longer than or equal to 2 characters'],
    });
  });

  it('are only looked at when every shape is right', async () => {
    expect(await read(Order, { email: 'ada', lines: 'none' })).toEqual({ lines: ['must be a list'] });
  });

  it('use the wire name of a renamed field', async () => {
    class Renamed {
      @Expose({ name: 'first_name' }) @MinLength(2) firstName!: string;
    }
    expect(await read(Renamed, { first_name: 'A' })).toEqual({
      first_name: ['firstName must be longer than or equal to 2 characters'],
    });
    expect(await read(Renamed, { first_name: 'Ada' })).toEqual(
      Object.assign(new Renamed(), { firstName: 'Ada' }),
    );
  });

  it('see what transforms made', async () => {
    class Trimmed {
      @Transform(({ value }) => String(value).trim()) @MinLength(1) name!: string;
    }
    expect(await read(Trimmed, { name: '  ' })).toHaveProperty('name');
    expect(await read(Trimmed, { name: ' Ada ' })).toEqual(Object.assign(new Trimmed(), { name: 'Ada' }));
  });

  it('hold for arguments too, each below its name', async () => {
    const type: TypeDeclaration = [Line];
    const reader = compile({
      kind: 'args',
      args: [
        { name: 'first', index: 0, type: nullable(Line), required: true },
        { name: 'more', index: 1, type, required: true },
      ],
    });
    const line = { sku: 'a', quantity: 1 };
    expect(reader.readJson({ first: null, more: [line] })).toMatchObject({
      value: { first: null, more: [line] },
    });
    const failing = reader.readJson({
      first: { sku: 'a', quantity: 0 },
      more: [line, { sku: 'abcd', quantity: 2 }],
    });
    await expect(failing).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      fields: {
        'first.quantity': ['quantity must not be less than 1'],
        'more.1.sku': ['sku must be shorter than or equal to 3 characters'],
      },
    });
  });
});

describe('null and what is left out', () => {
  class Note {
    @Nullable() @MinLength(2) declared!: string | null;
    @MinLength(2) initially: string | null = null;
    @Typed(nullable('string')) @MinLength(2) said!: string | null;
    @IsOptional() @MinLength(2) optional?: string;
    @ValidateIf((note: Note) => note.declared === null) @MinLength(2) dependent?: string;
  }

  it('no constraint looks at null where null is allowed', async () => {
    expect(await read(Note, { declared: null, initially: null, said: null, dependent: 'ab' })).toBeInstanceOf(
      Note,
    );
    expect(await read(Note, { declared: 'ab', said: 'ab' })).toBeInstanceOf(Note);
  });

  it('a value is checked all the same', async () => {
    const fields = await read(Note, { declared: 'a', initially: 'a', said: 'a', optional: 'a' });
    expect(Object.keys(fields as object)).toEqual(['declared', 'initially', 'said', 'optional']);
  });

  it('a condition on another field decides whether a field may be left out', async () => {
    expect(await read(Note, { declared: null, said: null })).toMatchObject({
      dependent: ['dependent must be longer than or equal to 2 characters'],
    });
  });
});

describe('a condition that holds when its field alone is there', () => {
  class Comment {
    @IsString() kind!: string;
    @ValidateIf((comment: Comment) => comment.kind !== 'anonymous') @IsString() name?: string;
  }

  it('lets the field be left out when the other field says so', async () => {
    expect(await read(Comment, { kind: 'anonymous' })).toEqual(
      Object.assign(new Comment(), { kind: 'anonymous' }),
    );
  });

  it('demands it otherwise', async () => {
    expect(await read(Comment, { kind: 'signed' })).toEqual({ name: ['name must be a string'] });
  });
});

describe('validators of an app', () => {
  let calls = 0;

  @ValidatorConstraint({ async: true })
  class IsFree implements ValidatorConstraintInterface {
    async validate(value: string) {
      calls += 1;
      return Promise.resolve(value !== 'taken');
    }
    defaultMessage({ property }: ValidationArguments) {
      return `${property} is taken`;
    }
  }

  class SignUp {
    @IsString() @Validate(IsFree) name!: string;
  }

  it('may be asynchronous, and are asked once', async () => {
    calls = 0;
    expect(await read(SignUp, { name: 'free' })).toBeInstanceOf(SignUp);
    expect(calls).toBe(1);
    expect(await read(SignUp, { name: 'taken' })).toEqual({ name: ['name is taken'] });
  });

  class Password {
    @IsString() password!: string;
    @IsString() @SameAs('password') again!: string;
  }

  it('may compare fields', async () => {
    expect(await read(Password, { password: 'a', again: 'a' })).toBeInstanceOf(Password);
    expect(await read(Password, { password: 'a', again: 'b' })).toEqual({
      again: ['must be the same as password'],
    });
  });

  it('that throw are no validation error', async () => {
    class Throwing {
      @Transform(() => {
        throw new RangeError('broken');
      })
      @IsString()
      text!: string;
    }
    await expect(read(Throwing, { text: 'a' })).rejects.toThrow(RangeError);
  });
});

function SameAs(other: string): PropertyDecorator {
  return (prototype, property) =>
    registerDecorator({
      name: 'sameAs',
      target: prototype.constructor,
      propertyName: String(property),
      validator: {
        validate: (value, args) => value === (args?.object as Record<string, unknown> | undefined)?.[other],
        defaultMessage: () => `must be the same as ${other}`,
      },
    });
}
