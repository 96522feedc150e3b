import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { MizanFile } from '../uploads/index.js';
import type { FileOptions } from './file-options.js';

/** A type that needs no class. `json` is open data: anything that JSON can say. */
export type PrimitiveWord = 'integer' | 'number' | 'boolean' | 'string' | 'json';

/** A class whose decorated fields describe a struct; also `Date`, which travels as ISO 8601 text. */
export type DtoClass<T = unknown> = abstract new (...args: never[]) => T;

// Registered, since a process can hold two copies of this package. Symbols, because schemas of zod have
// members called `nullable` and `enum`.
const nullableBrand: unique symbol = Symbol.for('mizan.nullable');
const enumBrand: unique symbol = Symbol.for('mizan.enum');
const uploadBrand: unique symbol = Symbol.for('mizan.uploadOf');

/** Made by {@link nullable}. */
export interface Nullable<Inner> {
  readonly [nullableBrand]: Inner;
}

/** Made by {@link enumOf}. */
export interface EnumOf<Value extends string> {
  readonly [enumBrand]: readonly Value[];
}

/** Made by {@link uploadOf}; `Value` is only there for the compiler. */
export interface UploadOf<Value> {
  readonly [uploadBrand]: FileOptions & { readonly value?: Value };
}

/**
 * How a developer says what something is: `'integer'`, a DTO class, `[TicketView]` for a list,
 * `nullable(TicketView)`, `enumOf('open', 'paid')`, `MizanFile` and `uploadOf({ … })` for files of inputs, or any Standard Schema that can describe itself as
 * JSON Schema (zod 4.2 and later).
 */
export type TypeDeclaration =
  | PrimitiveWord
  | DtoClass
  | readonly [TypeDeclaration]
  | Nullable<unknown>
  | EnumOf<string>
  | UploadOf<unknown>
  | StandardSchemaV1;

/** Says that a value may be null. That a field may be left out is another matter: `@IsOptional()`. */
export function nullable<const Inner extends TypeDeclaration>(inner: Inner): Nullable<Inner> {
  return { [nullableBrand]: inner };
}

/**
 * One of some texts, given one by one or as an `enum` of TypeScript.
 *
 * @example enumOf('open', 'paid')
 * @example enumOf(TicketState)
 */
export function enumOf<const Value extends string>(...values: readonly Value[]): EnumOf<Value>;
export function enumOf<Value extends string>(members: Readonly<Record<string, Value>>): EnumOf<Value>;
export function enumOf(...values: readonly (string | Readonly<Record<string, string>>)[]): EnumOf<string> {
  return {
    [enumBrand]: values.flatMap((value) => (typeof value === 'string' ? [value] : Object.values(value))),
  };
}

/**
 * A file, where `@Upload` cannot stand: an argument, or an item of a list. With `count` it is a list of files.
 *
 * @example setAvatar(@Arg('photo', uploadOf({ maxSize: '5MB', accept: 'image/*' })) photo: MizanFile)
 */
export function uploadOf(options: FileOptions & { readonly count: number }): UploadOf<readonly MizanFile[]>;
export function uploadOf(options?: FileOptions): UploadOf<MizanFile>;
export function uploadOf(options: FileOptions = {}): UploadOf<never> {
  return { [uploadBrand]: options };
}

interface PrimitiveValues {
  integer: number;
  number: number;
  boolean: boolean;
  string: string;
  json: unknown;
}

/**
 * The TypeScript type of the values that a declaration describes. For a schema it is what goes into it: outputs
 * are written by the declared shape and are not run through the schema.
 */
export type ValueOf<Declaration> = Declaration extends keyof PrimitiveValues
  ? PrimitiveValues[Declaration]
  : Declaration extends Nullable<infer Inner>
    ? ValueOf<Inner> | null
    : Declaration extends EnumOf<infer Value>
      ? Value | `${Value}`
      : Declaration extends UploadOf<infer Value>
        ? Value
        : Declaration extends readonly [infer Item]
          ? readonly ValueOf<Item>[]
          : Declaration extends StandardSchemaV1<infer Input>
            ? Input
            : Declaration extends DtoClass<infer Instance>
              ? Instance
              : never;

export function isNullableDeclaration(declaration: unknown): declaration is Nullable<TypeDeclaration> {
  return isObject(declaration) && nullableBrand in declaration;
}

export function isEnumDeclaration(declaration: unknown): declaration is EnumOf<string> {
  return isObject(declaration) && enumBrand in declaration;
}

export function isSchema(declaration: unknown): declaration is StandardSchemaV1 {
  return isObject(declaration) && isObject((declaration as Partial<StandardSchemaV1>)['~standard']);
}

export function isUploadDeclaration(declaration: unknown): declaration is UploadOf<unknown> {
  return isObject(declaration) && uploadBrand in declaration;
}

export function uploadOptionsOf(declaration: UploadOf<unknown>): FileOptions {
  return declaration[uploadBrand];
}

/** The declaration inside `nullable(…)`. */
export function innerOf(declaration: Nullable<TypeDeclaration>): TypeDeclaration {
  return declaration[nullableBrand];
}

export function valuesOf(declaration: EnumOf<string>): readonly string[] {
  return declaration[enumBrand];
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
