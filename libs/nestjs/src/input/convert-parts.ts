import type { TypeCatalog } from '../types/type-catalog.js';
import type { DtoClass } from '../types/type-declaration.js';
import { presentType, type ValueType } from '../types/value-type.js';
import { type DeclaredField, toDeclared } from './compile-reader.js';
import { compileTextConverter } from './convert-text.js';
import type { NamedPart } from './named-parts.js';
import { parseJson } from './parse-json.js';

/**
 * Makes of what came under a name what its declared type makes of it: texts are converted as those of a query, files stay
 * as they are. Undefined when nothing was sent.
 */
export type ConvertPart = (part: NamedPart) => unknown;

/** Converts what came under one name of an object. */
export interface PartField {
  readonly name: string;
  readonly convert: ConvertPart;
}

/** Compiles types to what converts parts of a multipart body; each class and struct once, so that recursive ones end. */
export class PartCompiler {
  readonly #catalog: TypeCatalog;
  readonly #objects = new Map<DtoClass | string, PartField[]>();

  constructor(catalog: TypeCatalog) {
    this.#catalog = catalog;
  }

  fields(declared: readonly DeclaredField[]): readonly PartField[] {
    return declared.map(({ name, type }) => ({ name, convert: this.compile(type) }));
  }

  compile(type: ValueType): ConvertPart {
    const present = presentType(type);
    switch (present.kind) {
      case 'list':
        return convertList(this.compile(present.item), convertLast(type));
      case 'dto':
        return convertObject(this.#fieldsOf(present.type), convertLast(type));
      case 'ref':
        return convertObject(this.#fieldsOf(present.name), convertLast(type));
      case 'schema':
        return this.compile(
          type.kind === 'optional' ? { kind: 'optional', item: present.shape } : present.shape,
        );
      case 'union':
        return convertUnion(
          present.members.map((member) => this.compile(member)),
          convertLast(type),
        );
      case 'upload':
        return convertUpload(type.kind === 'optional');
      default:
        return convertLast(type);
    }
  }

  #fieldsOf(owner: DtoClass | string): readonly PartField[] {
    const known = this.#objects.get(owner);
    if (known) return known;
    const fields: PartField[] = [];
    // Known before its fields are, since these may lead back here.
    this.#objects.set(owner, fields);
    fields.push(...this.fields(fieldsOfObject(owner, this.#catalog)));
    return fields;
  }
}

/** The fields of a DTO class, or of a struct by name. */
export function fieldsOfObject(owner: DtoClass | string, catalog: TypeCatalog): readonly DeclaredField[] {
  if (typeof owner !== 'string') return catalog.describeDto(owner, 'input').fields;
  return (catalog.structs[owner]?.fields ?? []).map(toDeclared);
}

/** Of a name that came more than once, the last counts. */
function convertLast(type: ValueType): ConvertPart {
  const convert = compileTextConverter(type);
  return ({ values }) => {
    const last = values.at(-1);
    return typeof last === 'string' ? convert(last) : last;
  };
}

/** A text without content is what a page sends for a file that nobody has chosen, and a client for null. */
function convertUpload(admitsNull: boolean): ConvertPart {
  return ({ values }) => {
    const last = values.at(-1);
    if (last !== '') return last;
    return admitsNull ? null : undefined;
  };
}

/** Names that go on say what is in it; else it came as JSON. */
function convertObject(fields: readonly PartField[], convertText: ConvertPart): ConvertPart {
  return (part) => (part.parts.size === 0 ? convertText(part) : readObject(fields, part));
}

/** What came of some fields. Without a prototype, so that no name means anything but itself. */
export function readObject(fields: readonly PartField[], { parts }: NamedPart): object {
  const object = Object.create(null) as Record<string, unknown>;
  for (const { name, convert } of fields) {
    const part = parts.get(name);
    const value = part && convert(part);
    if (value !== undefined) object[name] = value;
  }
  return object;
}

/** By number, whatever is missing between; or by a name that came for each item; or all of them as JSON. */
function convertList(convertItem: ConvertPart, convertText: ConvertPart): ConvertPart {
  return (part) => {
    const numbered = inOrder(part);
    if (numbered.length > 0) return definedOf(numbered.map(convertItem));
    const [first, ...others] = part.values;
    if (first === undefined) return undefined;
    if (others.length === 0 && typeof first === 'string') {
      const whole = readWhole(first, convertText(part));
      if (whole !== undefined) return whole;
    }
    return definedOf(part.values.map((value) => convertItem({ values: [value], parts: new Map() })));
  };
}

/** What a single text says about the list itself: null, nothing, or JSON. */
function readWhole(text: string, asNull: unknown): null | readonly unknown[] | undefined {
  if (asNull === null) return null;
  if (text === '') return [];
  const parsed = text.startsWith('[') ? parseJson(text) : undefined;
  return Array.isArray(parsed) ? parsed : undefined;
}

function inOrder({ parts }: NamedPart): readonly NamedPart[] {
  const numbered = [...parts].filter(([key]) => /^\d{1,9}$/.test(key));
  return numbered.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}

function definedOf(items: readonly unknown[]): readonly unknown[] {
  return items.filter((item) => item !== undefined);
}

function convertUnion(members: readonly ConvertPart[], convertText: ConvertPart): ConvertPart {
  return (part) => {
    if (part.parts.size === 0) return convertText(part);
    const read = members.map((convert) => convert(part));
    return read.find((value) => value !== undefined);
  };
}
