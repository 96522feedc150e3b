import type { StandardSchemaV1 } from '@standard-schema/spec';
import {
  innerOf,
  isEnumDeclaration,
  isNullableDeclaration,
  isSchema,
  isUploadDeclaration,
  type TypeDeclaration,
  uploadOptionsOf,
  valuesOf,
} from './type-declaration.js';
import { typeOfClass } from './type-of-class.js';
import { Refusal } from './refusal.js';
import { typeOfUpload } from './type-of-upload.js';
import type { FileOptions } from './file-options.js';
import { optionalType, type ValueType } from './value-type.js';

const words: ReadonlySet<unknown> = new Set(['integer', 'number', 'boolean', 'string', 'json']);

function notAType(declaration: unknown): Refusal {
  return new Refusal(
    `${show(declaration)} is no type`,
    "Use 'integer', 'number', 'boolean', 'string', 'json', a DTO class, [Item], nullable(…), enumOf(…), uploadOf(…) or a schema",
  );
}

function show(declaration: unknown): string {
  if (typeof declaration === 'string') return `'${declaration}'`;
  if (typeof declaration === 'function') return declaration.name || 'a function without a name';
  if (Array.isArray(declaration)) return `[${declaration.map(show).join(', ')}]`;
  return typeof declaration === 'object' && declaration !== null ? 'an object' : String(declaration);
}

const notAnEnum = new Refusal(
  'its enum has a value that is no text, or none at all',
  'Declare numbers as their primitive',
);

/** Understands what a developer wrote; schemas are left to who knows how to name their structs. */
export function typeOfDeclaration(
  declaration: TypeDeclaration,
  readSchema: (schema: StandardSchemaV1) => ValueType | Refusal,
): ValueType | Refusal {
  if (isSchema(declaration)) return readSchema(declaration);
  if (isNullableDeclaration(declaration)) {
    const inner = typeOfDeclaration(innerOf(declaration), readSchema);
    return inner instanceof Refusal ? inner : optionalType(inner);
  }
  if (isEnumDeclaration(declaration)) {
    const values: readonly unknown[] = valuesOf(declaration);
    const texts = values.filter((value) => typeof value === 'string');
    return texts.length > 0 && texts.length === values.length ? { kind: 'enum', values: texts } : notAnEnum;
  }
  if (isUploadDeclaration(declaration)) return typeOfFiles(uploadOptionsOf(declaration));
  if (Array.isArray(declaration)) return typeOfList(declaration, readSchema);
  if (isWord(declaration)) return { kind: 'primitive', name: declaration };
  return (typeof declaration === 'function' && typeOfClass(declaration)) || notAType(declaration);
}

function typeOfFiles(options: FileOptions): ValueType | Refusal {
  const item = typeOfUpload(options);
  if (item instanceof Refusal || options.count === undefined) return item;
  return { kind: 'list', item, maxCount: options.count };
}

function typeOfList(
  declaration: readonly TypeDeclaration[],
  readSchema: (schema: StandardSchemaV1) => ValueType | Refusal,
): ValueType | Refusal {
  const [inner, ...more] = declaration;
  if (inner === undefined || more.length > 0) return notAType(declaration);
  const item = typeOfDeclaration(inner, readSchema);
  return item instanceof Refusal ? item : { kind: 'list', item };
}

function isWord(declaration: unknown): declaration is 'integer' | 'number' | 'boolean' | 'string' | 'json' {
  return words.has(declaration);
}
