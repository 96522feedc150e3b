import type { Field } from '@mizan/protocol';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { compileCouldBe } from '../types/could-be.js';
import type { TypeCatalog } from '../types/type-catalog.js';
import type { DtoClass } from '../types/type-declaration.js';
import { shapeOf, type ValueType } from '../types/value-type.js';
import { applyTransforms } from './apply-transforms.js';
import { maxDepth, type Place } from './place.js';
import { isRecord } from './is-record.js';
import { type FieldReader, readFields } from './read-fields.js';
import {
  mismatch,
  readDate,
  readEnum,
  readList,
  readOptional,
  readPrimitive,
  type ReadValue,
  tooDeep,
} from './read-value.js';
import { readUpload } from './read-upload.js';
import { readUnion, type UnionMember } from './read-union.js';
import { reportSchemaIssues } from './schema-issues.js';

/** A field of a DTO, of a schema, or an argument. */
export interface DeclaredField {
  readonly name: string;
  /** @default name */
  readonly property?: string;
  readonly required: boolean;
  readonly type: ValueType;
}

/** Compiles types to readers; each class and struct once, so that recursive ones end. */
export class ReaderCompiler {
  readonly #catalog: TypeCatalog;
  readonly #dtos = new Map<DtoClass, ReadValue>();
  readonly #structs = new Map<string, ReadValue>();

  constructor(catalog: TypeCatalog) {
    this.#catalog = catalog;
  }

  compile(type: ValueType): ReadValue {
    switch (type.kind) {
      case 'primitive':
        return readPrimitive[type.name];
      case 'date':
        return readDate;
      case 'enum':
        return readEnum(type.values);
      case 'list':
        return readList(this.compile(type.item));
      case 'optional':
        return readOptional(this.compile(type.item));
      case 'union':
        return readUnion(type.members.map((member) => this.#unionMember(member)));
      case 'upload':
        return readUpload;
      case 'dto':
        return once(this.#dtos, type.type, () => this.#dto(type.type));
      case 'ref':
        return once(this.#structs, type.name, () => this.#struct(type.name));
      case 'schema':
        return readSchema(type.schema, this.compile(type.shape));
    }
  }

  /** Readers of the declared fields of an object. */
  fields(declared: readonly DeclaredField[]): readonly FieldReader[] {
    return declared.map(({ name, property = name, required, type }) => ({
      name,
      property,
      required,
      read: this.compile(type),
    }));
  }

  #dto(type: DtoClass): ReadValue {
    const description = this.#catalog.describeDto(type, 'input');
    const fields = this.fields(description.fields);
    const transform = applyTransforms(description.fields);
    return readObject((source, place) => {
      const instance = construct(type);
      readFields(fields, source, instance, place);
      if (transform && place.issues.isEmpty) transform(instance, source, source);
      return instance;
    });
  }

  /** A struct of a schema is only checked: the schema makes of it what it likes. */
  #struct(name: string): ReadValue {
    const fields = this.fields((this.#catalog.structs[name]?.fields ?? []).map(toDeclared));
    return readObject((source, place) => {
      readFields(fields, source, {}, place);
      return source;
    });
  }

  #unionMember(type: ValueType): UnionMember {
    return { read: this.compile(type), couldBe: compileCouldBe(shapeOf(type), this.#catalog.structs) };
  }
}

/** A field as the IR has it, whose type is its shape. */
export function toDeclared({ name, required, shape }: Field): DeclaredField {
  return { name, required, type: shape };
}

/** A new instance; that its constructor takes nothing was proven when the class was described. */
export function construct(type: DtoClass): object {
  const constructible = type as new () => object;
  return new constructible();
}

function readObject(read: (source: object, place: Place) => unknown): ReadValue {
  return (value, at, key) => {
    if (!isRecord(value)) return at.report(key, mismatch(value, 'must be an object'));
    const place = at.enter(key);
    return place.depth > maxDepth ? at.report(key, tooDeep) : read(value, place);
  };
}

/** A schema inside an input must answer at once; only the schema of a whole input may be asynchronous. */
function readSchema(schema: StandardSchemaV1, readShape: ReadValue): ReadValue {
  return (value, at, key) => {
    const { count } = at.issues;
    readShape(value, at, key);
    if (at.issues.count > count) return undefined;
    const result = schema['~standard'].validate(value);
    if (result instanceof Promise) {
      // Nobody waits for it, and a rejection that nobody hears of ends the process.
      result.catch(() => undefined);
      throw new TypeError('A schema inside an input is asynchronous; make it the input of the function');
    }
    if (!result.issues) return result.value;
    reportSchemaIssues(result.issues, [...at.path(), key], at.issues);
    return undefined;
  };
}

function once<Key>(known: Map<Key, ReadValue>, key: Key, compile: () => ReadValue): ReadValue {
  const found = known.get(key);
  if (found) return found;
  let compiled: ReadValue | undefined;
  // Stands in for the reader while it is being compiled, for types that lead back to themselves.
  known.set(key, (value, at, name) => compiled?.(value, at, name));
  compiled = compile();
  known.set(key, compiled);
  return compiled;
}
