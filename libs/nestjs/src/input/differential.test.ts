import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsEmail,
  IsEnum,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  MinDate,
  ValidateIf,
  ValidateNested,
  validate,
  type ValidationError,
} from 'class-validator';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ValidationFailed } from '../errors/index.js';
import { Nullable, TypeCatalog } from '../types/index.js';
import type { DtoClass } from '../types/type-declaration.js';
import { compileInput } from './compile-input.js';

// Our compiled check beside class-transformer and class-validator themselves, over random values: what we let pass
// they let pass as the same instance, and where we refuse what they let pass, it is for a reason listed here.

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
const numRuns = process.env['SOAK'] === '1' ? 20_000 : 2_000;

enum Color {
  Red = 'red',
  Blue = 'blue',
}

class Inner {
  @IsString() @Length(1, 4) code!: string;
  @IsInt() @Min(0) @Max(5) rank!: number;
  @IsOptional() @IsBoolean() flag?: boolean;
}

class Tree {
  @IsInt() id!: number;
  @ValidateNested({ each: true }) @Type(() => Tree) branches: Tree[] = [];
}

class Everything {
  @IsString() @MaxLength(5) text!: string;
  @IsInt() integer!: number;
  @IsNumber({ maxDecimalPlaces: 2 }) number!: number;
  @IsBoolean() boolean!: boolean;
  @IsEnum(Color) color: Color = Color.Red;
  @IsIn(['a', 'b'], { each: true }) letters: string[] = [];
  @IsArray() @ArrayMinSize(1) @IsInt({ each: true }) @Min(1, { each: true }) integers!: number[];
  @IsDate() @Type(() => Date) @MinDate(new Date('2000-01-01')) at!: Date;
  @Nullable() @IsEmail() email!: string | null;
  @IsOptional() @IsUUID() uuid?: string;
  @ValidateIf((dto: Everything) => dto.boolean) @IsString() @Matches(/^x/) whenTrue?: string;
  @Transform(({ value }) => (typeof value === 'string' ? value.trim() : (value as unknown)))
  @IsString()
  @Length(1, 3)
  trimmed!: string;
  @ValidateNested() @Type(() => Inner) inner!: Inner;
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Inner) inners?: Inner[];
  @IsOptional() @ValidateNested() @Type(() => Tree) tree?: Tree;
}

// What class-validator and class-transformer let pass, and we do not.
const ourOwnReasons = new Set([
  'must not be null', // they take @IsOptional for null too, and null for a nested object that is optional
  'is required', // they do not miss a nested object
  'must be an object', // they take a list, even an empty one, for an object
  'must be a list', // they check an object in place of a list of objects, and a value in place of a list with `each`
  'must be a date in ISO 8601 form', // they take whatever `new Date` makes sense of
]);

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, '', 'x', '5', 'true', 0, 1.5, -1, true, [], {}, [null], ['x'], [[]], {
    id: 1,
  }),
  fc.string({ maxLength: 8 }),
  fc.integer(),
  // `@IsNumber({ maxDecimalPlaces })` throws for numbers that print with an exponent.
  fc.double().filter((value) => !String(value).includes('e') && Math.abs(value) < 2 ** 53),
);

/** Nearly always right, so that whole objects are right often enough. */
function mostly(right: fc.Arbitrary<unknown>, nearMiss: fc.Arbitrary<unknown> = junk): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 40, arbitrary: right },
    { weight: 1, arbitrary: junk },
    { weight: 1, arbitrary: nearMiss },
  );
}

const inner = fc.record({
  code: mostly(fc.string({ minLength: 1, maxLength: 4 }), fc.constant('abcde')),
  rank: mostly(fc.integer({ min: 0, max: 5 }), fc.constantFrom(-1, 6)),
  flag: mostly(fc.boolean()),
});

const tree: fc.Memo<unknown> = fc.memo((depth) =>
  fc.record({
    id: mostly(fc.integer()),
    branches: mostly(depth === 1 ? fc.constant([]) : fc.array(tree(depth - 1), { maxLength: 2 })),
  }),
);

const everything = fc.record(
  {
    text: mostly(fc.string({ maxLength: 5 }), fc.constant('abcdef')),
    integer: mostly(fc.integer()),
    number: mostly(fc.integer().map((value) => value / 100)),
    boolean: mostly(fc.boolean()),
    color: mostly(fc.constantFrom('red', 'blue')),
    letters: mostly(fc.array(fc.constantFrom('a', 'b'))),
    integers: mostly(fc.array(fc.integer({ min: 1 }), { minLength: 1 })),
    at: mostly(
      fc
        .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    ),
    email: mostly(fc.option(fc.emailAddress())),
    uuid: mostly(fc.uuid()),
    whenTrue: mostly(fc.constantFrom('x', 'xy'), fc.constant('y')),
    trimmed: mostly(fc.constantFrom('a', ' a '), fc.constantFrom('  ', 'abcd')),
    inner: mostly(inner),
    inners: mostly(fc.array(inner, { maxLength: 3 })),
    tree: mostly(tree(4)),
    surplus: junk,
  },
  { requiredKeys: ['text', 'integer', 'number', 'boolean', 'integers', 'at', 'email', 'trimmed', 'inner'] },
);

type Outcome =
  | { readonly kind: 'passed'; readonly value: unknown }
  | { readonly kind: 'refused'; readonly fields: Readonly<Record<string, readonly string[]>> };

function compile(type: DtoClass) {
  const catalog = new TypeCatalog();
  const reader = compileInput({ kind: 'class', type }, catalog, { className: 'F', methodName: 'm' });
  expect(catalog.problems).toEqual([]);
  return async (args: unknown): Promise<Outcome> => {
    try {
      return { kind: 'passed', value: (await reader.readJson(args)).value };
    } catch (error) {
      if (error instanceof ValidationFailed) return { kind: 'refused', fields: error.fields };
      throw error;
    }
  };
}

async function readByThem(type: new () => object, args: object): Promise<Outcome> {
  const value = plainToInstance(type, args);
  const errors = await validate(value, { whitelist: true, forbidUnknownValues: false });
  return errors.length === 0 ? { kind: 'passed', value } : { kind: 'refused', fields: flatten(errors, '') };
}

function flatten(errors: readonly ValidationError[], prefix: string): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const { property, constraints, children } of errors) {
    const path = `${prefix}${property}`;
    if (constraints) fields[path] = Object.values(constraints);
    Object.assign(fields, flatten(children ?? [], `${path}.`));
  }
  return fields;
}

it(`agrees with plainToInstance and validate (SEED=${seed})`, async () => {
  const readByUs = compile(Everything);
  const seen = { both: 0, neither: 0, stricter: 0 };
  const property = fc.asyncProperty(everything, async (generated) => {
    // As it would come over the wire.
    const args = JSON.parse(JSON.stringify(generated)) as object;
    const [ours, theirs] = [await readByUs(args), await readByThem(Everything, args)];
    if (ours.kind === 'passed') {
      expect(theirs).toEqual(ours);
      seen.both += 1;
      return;
    }
    const messages = Object.values(ours.fields).flat();
    const isShape = messages.some((message) => message.startsWith('must ') || message === 'is required');
    if (theirs.kind === 'refused') {
      if (!isShape) expect(ours.fields).toEqual(theirs.fields);
      seen.neither += 1;
    } else {
      // They do not look at all at a field whose condition does not hold.
      const { whenTrue: _conditional, ...fields } = ours.fields;
      const unexplained = Object.values(fields)
        .flat()
        .filter((message) => !ourOwnReasons.has(message));
      expect(unexplained).toEqual([]);
      seen.stricter += 1;
    }
  });
  await fc.assert(property, { seed, numRuns });
  // A generator that only makes nonsense, or nothing but sense, would prove little.
  expect(Math.min(seen.both, seen.neither, seen.stricter)).toBeGreaterThan(numRuns / 1000);
});
