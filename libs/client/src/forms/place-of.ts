import { type ByPath, byPath } from './by-path.js';
import type { FormField } from './form-description.js';

/** Where a path is in a form. */
export interface FieldPlace {
  /** Undefined where the form has no such field. */
  readonly field: FormField | undefined;
  /** The path of what is filled in: several of one field, as chosen values, are one. */
  readonly path: string;
  /** Fields by index, and objects of lists by number: by this text, places are ordered. */
  readonly order: string;
}

/** Finds a path, `lines.0.sku`, in the fields of a form. */
export function placeOf(fields: readonly FormField[], path: string): FieldPlace {
  const index = indexOf(fields, path);
  const field = fields[index];
  if (!field) return { field, path, order: orderOf(fields.length) };
  const [, item, rest = ''] = /^(\d+)\.?(.*)$/s.exec(path.slice(field.name.length + 1)) ?? [];
  if (!field.fields || item === undefined) return { field, path: field.name, order: orderOf(index) };
  const inner = placeOf(field.fields, rest);
  const at = `${field.name}.${item}`;
  return {
    field: inner.field ?? field,
    path: rest ? `${at}.${inner.path}` : at,
    order: orderOf(index) + orderOf(item) + (rest && inner.order),
  };
}

const indexes = new WeakMap<readonly FormField[], ReadonlyMap<string, number>>();

/** The field that a path leads to or into; -1 for none. A form may have hundreds, and is looked through at each key. */
function indexOf(fields: readonly FormField[], path: string): number {
  let known = indexes.get(fields);
  if (!known) indexes.set(fields, (known = new Map(fields.map(({ name }, index) => [name, index]))));
  for (let name = path; ; name = name.slice(0, name.lastIndexOf('.'))) {
    const index = known.get(name);
    if (index !== undefined) return index;
    if (!name.includes('.')) return -1;
  }
}

/** What is known by path, in the order of the form. */
export function sortByPlace<Known>(fields: readonly FormField[], known: ByPath<Known>): ByPath<Known> {
  const placed = Object.entries(known).map((entry) => ({ entry, order: placeOf(fields, entry[0]).order }));
  placed.sort((one, other) => (one.order < other.order ? -1 : Number(one.order > other.order)));
  return byPath(Object.fromEntries(placed.map(({ entry }) => entry)));
}

/** As wide as any, so that numbers are ordered as texts are; a list before what is in it. */
function orderOf(place: number | string): string {
  return String(place).padStart(9, '0');
}
