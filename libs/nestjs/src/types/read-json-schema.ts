import { type Field, isSameShape, type Shape, type StructDeclaration } from '@mizan/protocol';
import { isDefaultOf } from './is-default-of.js';
import {
  followRefs,
  isNever,
  isStructSchema,
  type JsonSchema,
  mergeAllOf,
  resolveRef,
  splitTypes,
} from './json-schema.js';
import type { FileOptions } from './file-options.js';
import { Refusal } from './refusal.js';
import { fileFormat } from './standard-schema.js';
import { toPascal } from './to-pascal.js';
import { typeOfUpload } from './type-of-upload.js';
import { typeOfLiterals } from './type-of-literals.js';
import { optionalType, shapeOf } from './value-type.js';

/** What reading a schema leads to beside its shape. */
export interface SchemaSink {
  /** A struct was found. */
  declare(name: string, declaration: StructDeclaration): void;
  /** A part cannot be described. */
  report(refusal: Refusal): void;
}

interface Reading {
  readonly root: JsonSchema;
  readonly sink: SchemaSink;
  /** By the schema that they name, so that a recursive one is named once. */
  readonly names: Map<JsonSchema, string>;
  /** Targets of references that are being followed: what leads back to itself without a struct is open data. */
  readonly following: Set<JsonSchema>;
}

interface Place {
  /** For a struct that has no name of its own. */
  readonly name: string;
  readonly path: string;
}

const openData: Shape = { kind: 'primitive', name: 'json' };

/** The shape of what a schema describes. Its structs without a name are named after `name` and their field. */
export function readJsonSchema(root: JsonSchema, name: string, sink: SchemaSink): Shape {
  return readShape({ root, sink, names: new Map(), following: new Set() }, root, { name, path: '' });
}

/** The fields of a schema that describes an object, as an input must. */
export function readSchemaFields(
  root: JsonSchema,
  name: string,
  sink: SchemaSink,
): readonly Field[] | Refusal {
  const target = followRefs(root, root);
  if (target === undefined || !isStructSchema(mergeAllOf(root, target))) return noObject;
  const names = new Map([[target, name]]);
  const reading: Reading = { root, sink, names, following: new Set() };
  // A recursive input refers to itself by the name of the function's input.
  const struct = readStruct(reading, mergeAllOf(root, target), { name, path: '' });
  sink.declare(name, struct);
  return struct.fields;
}

const noObject = new Refusal('its input schema is no object', 'Wrap it: z.object({ … })');

function readShape(reading: Reading, schema: JsonSchema, place: Place): Shape {
  if (schema.$ref !== undefined) return followRef(reading, schema.$ref, place);
  const merged = mergeAllOf(reading.root, schema);
  if (isStructSchema(merged)) return declareStruct(reading, schema, merged, place);
  const members = schema.anyOf ?? schema.oneOf;
  if (members) return readUnion(reading, members, place);
  const literals = schema.enum ?? ('const' in schema ? [schema.const] : undefined);
  if (literals) return readLiterals(reading, literals, place);
  return readTypes(reading, schema, place);
}

function followRef(reading: Reading, ref: string, place: Place): Shape {
  const target = resolveRef(reading.root, ref);
  if (target === undefined)
    return report(reading, place, new Refusal(`it refers to ${ref}`, 'Refer inside the schema only'));
  if (reading.following.has(target)) return openData;
  const ownName = /^#\/\$defs\/(?!__)(.+)$/.exec(ref)?.[1];
  reading.following.add(target);
  const shape = readShape(reading, target, ownName === undefined ? place : { ...place, name: ownName });
  reading.following.delete(target);
  return shape;
}

function declareStruct(reading: Reading, identity: JsonSchema, schema: JsonSchema, place: Place): Shape {
  const known = reading.names.get(identity);
  if (known !== undefined) return { kind: 'ref', name: known };
  reading.names.set(identity, place.name);
  // A struct ends the search for references that lead nowhere, since it may refer to itself.
  const inside: Reading = { ...reading, following: new Set() };
  const struct = readStruct(inside, schema, place);
  reading.sink.declare(place.name, struct);
  return { kind: 'ref', name: place.name };
}

function readStruct(reading: Reading, schema: JsonSchema, { name, path }: Place): StructDeclaration {
  const fields: Field[] = [];
  for (const [key, member] of Object.entries(schema.properties ?? {})) {
    if (isNever(member)) continue;
    const place = { name: name + toPascal(key), path: path === '' ? key : `${path}.${key}` };
    fields.push(readField(reading, key, member, schema.required?.includes(key) ?? false, place));
  }
  return { fields, ...(schema.description === undefined ? {} : { description: schema.description }) };
}

function readField(
  reading: Reading,
  name: string,
  schema: JsonSchema,
  required: boolean,
  place: Place,
): Field {
  const shape = readShape(reading, schema, place);
  const initial = schema.default;
  const isPrintable =
    typeof initial === 'boolean' || typeof initial === 'number' || typeof initial === 'string';
  return {
    name,
    shape,
    required,
    ...(isPrintable && isDefaultOf(initial, shape) ? { default: initial } : {}),
    ...(schema.description === undefined ? {} : { description: schema.description }),
  };
}

function readUnion(reading: Reading, members: readonly JsonSchema[], place: Place): Shape {
  const present = members.filter((member) => member.type !== 'null');
  const isAlone = present.length === 1;
  const shapes = present.map((member, index) =>
    isAlone ? readShape(reading, member, place) : readMember(reading, member, index, place),
  );
  const shape = unionOf(shapes);
  return present.length === members.length || isOpen(shape) ? shape : shapeOf(optionalType(shape));
}

function unionOf(shapes: readonly Shape[]): Shape {
  if (shapes.some(isOpen)) return openData;
  const distinct = shapes.filter(
    (shape, index) => shapes.findIndex((other) => isSameShape(shape, other)) === index,
  );
  const [only] = distinct;
  return only && distinct.length === 1 ? only : { kind: 'union', members: distinct };
}

/** Open data admits everything else, null too. */
function isOpen(shape: Shape): boolean {
  return shape.kind === 'primitive' && shape.name === 'json';
}

function readMember(reading: Reading, member: JsonSchema, index: number, place: Place): Shape {
  const literals = Object.values(member.properties ?? {}).map((property) => property.const);
  const discriminant = literals.find((literal) => typeof literal === 'string');
  const suffix = discriminant === undefined ? String(index + 1) : toPascal(discriminant);
  return readShape(reading, member, { ...place, name: place.name + suffix });
}

function readLiterals(reading: Reading, literals: readonly unknown[], place: Place): Shape {
  const present = literals.filter((literal) => literal !== null);
  const type = typeOfLiterals(present);
  if (type === undefined) return report(reading, place, onlyNull);
  return shapeOf(present.length === literals.length ? type : optionalType(type));
}

const onlyNull = new Refusal('it admits null only', 'Say what else it can be, or leave it out');

function readTypes(reading: Reading, schema: JsonSchema, place: Place): Shape {
  const { types, admitsNull } = splitTypes(schema);
  if (types.length === 0) return admitsNull ? report(reading, place, onlyNull) : openData;
  const shapes = types.map((type) => readType(reading, type, schema, place));
  const shape = unionOf(shapes);
  return admitsNull ? shapeOf(optionalType(shape)) : shape;
}

function readType(reading: Reading, type: string, schema: JsonSchema, place: Place): Shape {
  if (type === 'array') return readList(reading, schema, place);
  if (type === 'string' && schema.format === fileFormat) return readFile(reading, schema, place);
  if (type === 'string' && schema.contentEncoding === 'binary') return report(reading, place, noFiles);
  if (type === 'integer' || type === 'number' || type === 'boolean' || type === 'string') {
    return { kind: 'primitive', name: type };
  }
  return openData;
}

const noFiles = new Refusal(
  'files of a browser cannot be described',
  "Use z.instanceof(MizanFile), with .meta({ maxSize: '5MB', accept: 'image/*' })",
);

/** What `.meta({ maxSize, accept })` says of it is checked as what `@Upload` says. */
function readFile(reading: Reading, { maxSize, accept }: JsonSchema, place: Place): Shape {
  const upload = typeOfUpload({ maxSize, accept } as FileOptions); // What it holds is checked there.
  return upload instanceof Refusal ? report(reading, place, upload) : upload;
}

function readList(reading: Reading, schema: JsonSchema, place: Place): Shape {
  if (schema.prefixItems) return report(reading, place, noTuples);
  // At the top the name belongs to the list itself.
  const item = place.path === '' ? { ...place, name: `${place.name}Item` } : place;
  return { kind: 'list', item: schema.items ? readShape(reading, schema.items, item) : openData };
}

const noTuples = new Refusal('a tuple cannot be described', 'Use an object with named members, or a list');

function report(reading: Reading, { path }: Place, refusal: Refusal): Shape {
  reading.sink.report(path === '' ? refusal : new Refusal(`"${path}": ${refusal.why}`, refusal.fix));
  return openData;
}
