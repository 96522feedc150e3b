import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import { MizanFile } from '../uploads/index.js';
import type { Direction } from './field-clues.js';
import type { JsonSchema } from './json-schema.js';
import { Refusal } from './refusal.js';
import { isSchema } from './type-declaration.js';

/**
 * Asks a schema to describe what goes into it. That holds for outputs too: a method returns what the schema takes,
 * and outputs are not run through it.
 */
export function toJsonSchema(schema: StandardSchemaV1, direction: Direction): JsonSchema | Refusal {
  if (!isSchema(schema)) return noSchema;
  const standard: Partial<StandardJSONSchemaV1.Props> = schema['~standard'];
  if (standard.jsonSchema === undefined) {
    return new Refusal(
      `schemas of ${schema['~standard'].vendor} do not describe themselves as Standard JSON Schema`,
      'Use a library that does, such as zod 4.2 or later, or a DTO class',
    );
  }
  try {
    const libraryOptions = { unrepresentable: describeOwn(direction), override: leaveOutBounds };
    return standard.jsonSchema.input({ target: 'draft-2020-12', libraryOptions });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return new Refusal(
      `its schema cannot be described (${reason})`,
      'Use types that JSON has; for a date in an input z.iso.datetime() or z.coerce.date()',
    );
  }
}

const noSchema = new Refusal(
  'its option `input` is no schema',
  'A DTO class goes on the parameter of the method: method(input: TheClass)',
);

interface ZodCheck {
  readonly check: string;
  /** What it makes of a value. */
  readonly tx?: (value: unknown) => unknown;
}

interface ZodSchema {
  readonly def: {
    readonly type: string;
    readonly coerce?: boolean;
    readonly checks?: readonly { readonly _zod: { readonly def: ZodCheck } }[];
    readonly fn?: (value: unknown) => unknown;
  };
}

/**
 * An option of zod: JSON Schema has no dates, but we write a `Date` as text, and `z.coerce.date()` reads one from
 * text; nor has it files, which `z.instanceof(MizanFile)` checks. Other libraries ignore it.
 */
function describeOwn(direction: Direction) {
  return ({ zodSchema }: { readonly zodSchema: ZodSchema }) => {
    const { type, coerce } = zodSchema.def;
    if (isFileSchema(zodSchema)) return { type: 'string', format: fileFormat };
    const isText = type === 'date' && (direction === 'output' || coerce === true);
    return isText ? { type: 'string', format: 'date-time' } : undefined;
  };
}

/**
 * An option of zod: bounds of what is changed before it is checked, or replaced where it is wrong, say nothing of what may
 * be sent. To trim is known to whoever reads them.
 */
function leaveOutBounds({ zodSchema, jsonSchema }: ZodNode): void {
  const { type, checks = [] } = zodSchema.def;
  const changes = checks.some(({ _zod }) => {
    const { check, tx } = _zod.def;
    return check === 'overwrite' && !/^\(?(\w+)\)?\s*=>\s*\1\.trim\(\)$/.test(String(tx));
  });
  if (type === 'catch' || changes) for (const bound of bounds) Reflect.deleteProperty(jsonSchema, bound);
}

const bounds = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'] as const;

interface ZodNode {
  readonly zodSchema: ZodSchema;
  readonly jsonSchema: object;
}

/** The format by which we know that a schema is for a {@link MizanFile}. */
export const fileFormat = 'mizan-file';

/** Asked rather than looked up: a copy of a schema, as `.meta()` makes one, has forgotten its class. */
function isFileSchema({ def: { type, fn } }: ZodSchema): boolean {
  if (type !== 'custom' || fn === undefined) return false;
  try {
    return fn(Object.create(MizanFile.prototype)) === true && fn({}) !== true;
  } catch {
    // It looks into what it gets.
    return false;
  }
}
