import { construct } from '../../input/compile-reader.js';
import { Place } from '../../input/place.js';
import { isRecord } from '../../input/is-record.js';
import { transformationType } from '../../types/transformer-storage.js';
import { isFilledIn } from '@mizan/protocol';
import type { FieldGroup, FormField } from '../compile/form-field.js';
import { MizanFile, RefusedFile } from '../../uploads/index.js';
import { refusalFault, requiredFault, shapeFault } from './describe-fault.js';
import type { FormFaults } from './form-faults.js';
import { isLeftOut } from './is-left-out.js';
import { itemsOf, memberOf, objectOf } from './member-of.js';

/** A field of one submission, whose shape is right or which is not filled in. */
export interface FieldPlace {
  readonly field: FormField;
  readonly path: string;
  /** What has its value. */
  readonly owner: object;
}

/** How one submission is read. */
export interface Reading {
  readonly faults: FormFaults;
  /** The values of disabled fields: what was sent for them does not count. */
  readonly fixed: ReadonlyMap<FormField, unknown>;
  /** What there is to check, in declared order. */
  readonly places: FieldPlace[];
  /** Nothing is said of files that were not sent: a page that has a form checked cannot send them along. @default false */
  readonly isWithoutFiles?: boolean;
}

/** What a group of fields came to. */
export interface ReadGroup {
  readonly value: object;
  /** What was really sent, converted; what was emptied is null where it may be. */
  readonly sent: Readonly<Record<string, unknown>>;
}

/** Reads fields: what is filled in is converted by its declared type. Constraints are not looked at. */
export function readGroup(
  { type, fields }: FieldGroup,
  source: object,
  reading: Reading,
  at = '',
): ReadGroup {
  const owner = type === undefined ? {} : construct(type);
  const sent: Record<string, unknown> = {};
  for (const field of fields) {
    const path = at + field.name;
    reading.faults.visit(path);
    const index = reading.places.length;
    const raw = field.disabled ? reading.fixed.get(field) : memberOf(source, field.name);
    if (reading.isWithoutFiles && field.isFile && !isSentFile(raw)) {
      reading.faults.silence(path);
      continue;
    }
    const converted = field.group
      ? readInner(field, field.group, raw, reading, path)
      : readValue(field, raw, reading, path);
    if (reading.faults.has(path)) continue;
    if (converted !== undefined && raw !== undefined && !field.disabled) sent[field.name] = converted;
    const value = transform(field, converted, raw, source);
    const isMissing = !isFilledIn(value) || (field.mustBeTrue && value === false);
    if (field.required && isMissing) reading.faults.add(path, requiredFault);
    else if (value !== undefined || isInherited(owner, field.property))
      Object.assign(owner, { [field.property]: value });
    // Before what is in it, so that a list that is too long is not looked through.
    if (!reading.faults.has(path)) reading.places.splice(index, 0, { field, path, owner });
  }
  return { value: owner, sent };
}

/** `toString` and the like, which conditions and constraints would take for what was sent. */
function isInherited(owner: object, property: string): boolean {
  return property in Object.prototype && !Object.hasOwn(owner, property);
}

function readValue(field: FormField, raw: unknown, { faults }: Reading, path: string): unknown {
  if (!isFilledIn(raw)) return readAbsent(field, raw);
  const coerced = field.coerce(field.isList && isRecord(raw) ? (itemsOf(raw) ?? raw) : raw);
  if (field.required && Array.isArray(coerced) && coerced.length === 0) return undefined;
  const refused = findRefused(coerced);
  if (refused !== undefined) {
    faults.add(path, refusalFault(field, refused));
    return undefined;
  }
  const place = Place.root();
  const value = field.read(coerced, place, field.name);
  if (place.issues.isEmpty) return value;
  faults.add(path, shapeFault(field));
  return undefined;
}

function findRefused(coerced: unknown): RefusedFile | undefined {
  const values: readonly unknown[] = Array.isArray(coerced) ? coerced : [coerced];
  return values.find((value) => value instanceof RefusedFile);
}

function isSentFile(raw: unknown): boolean {
  const values: readonly unknown[] = Array.isArray(raw) ? raw : [raw, ...(itemsOf(raw) ?? [])];
  return values.some((value) => value instanceof MizanFile || value instanceof RefusedFile);
}

function readAbsent({ admitsNull, isSwitch }: FormField, raw: unknown): unknown {
  if (isSwitch) return false;
  return admitsNull && raw !== undefined ? null : undefined;
}

function readInner(
  field: FormField,
  group: FieldGroup,
  raw: unknown,
  reading: Reading,
  path: string,
): unknown {
  if (field.isList) return readItems(field, group, raw, reading, path);
  const inner = isFilledIn(raw) ? objectOf(raw) : {};
  if (inner === undefined) {
    reading.faults.add(path, shapeFault(field));
    return undefined;
  }
  // What need not be there is not there when nothing of it is filled in.
  if (!field.required && isLeftOut(group, inner)) return readAbsent(field, raw);
  return readGroup(group, inner, reading, `${path}.`).value;
}

function readItems(
  field: FormField,
  group: FieldGroup,
  raw: unknown,
  reading: Reading,
  path: string,
): unknown {
  if (!isFilledIn(raw)) return readAbsent(field, raw);
  const items = itemsOf(raw);
  if (items === undefined) {
    reading.faults.add(path, shapeFault(field));
    return undefined;
  }
  if (field.required && items.length === 0) return undefined;
  return items.map((item, index) => {
    const source = isFilledIn(item) ? objectOf(item) : {};
    if (source !== undefined) return readGroup(group, source, reading, `${path}.${index}.`).value;
    const place = `${path}.${index}`;
    reading.faults.visit(place);
    reading.faults.add(place, shapeFault({ ...field, isList: false }));
    return undefined;
  });
}

/** What `@Transform` makes of it, converted: a browser sends texts for all. A text of which nothing is left was none. */
function transform(field: FormField, converted: unknown, raw: unknown, source: object): unknown {
  const { transforms, property, admitsNull } = field;
  if (transforms.length === 0 || !isFilledIn(raw) || converted === undefined) return converted;
  const type = transformationType.input;
  const value = transforms.reduce<unknown>(
    (before, { transformFn }) =>
      transformFn({ value: before, key: property, obj: source, type, options: {} }),
    converted,
  );
  if (value !== '') return value;
  return admitsNull ? null : undefined;
}
