import type { FormField } from './form-description.js';

/** Where a path is in a form. */
export interface FieldPlace {
  /** Undefined where the form has no such field. */
  readonly field: FormField | undefined;
  /** The path of what is filled in: several of one field, as chosen values, are one. */
  readonly path: string;
  /** Fields by index, and objects of lists by number: by these, places are ordered. */
  readonly order: readonly number[];
}

/** Finds a path, `lines.0.sku`, in the fields of a form. */
export function placeOf(fields: readonly FormField[], path: string): FieldPlace {
  const index = fields.findIndex(({ name }) => `${path}.`.startsWith(`${name}.`));
  const field = fields[index];
  if (!field) return { field, path, order: [fields.length] };
  const [, item, rest = ''] = /^(\d+)\.?(.*)$/s.exec(path.slice(field.name.length + 1)) ?? [];
  if (!field.fields || item === undefined) return { field, path: field.name, order: [index] };
  const inner = placeOf(field.fields, rest);
  const at = `${field.name}.${item}`;
  return {
    field: inner.field ?? field,
    path: rest ? `${at}.${inner.path}` : at,
    order: [index, Number(item), ...(rest ? inner.order : [])],
  };
}

/** What is known by path, in the order of the form. */
export function sortByPlace<Known>(
  fields: readonly FormField[],
  known: Readonly<Record<string, Known>>,
): Readonly<Record<string, Known>> {
  const placed = Object.entries(known).map((entry) => ({ entry, order: placeOf(fields, entry[0]).order }));
  placed.sort((one, other) => compareOrder(one.order, other.order));
  return Object.fromEntries(placed.map(({ entry }) => entry));
}

/** Which of two places comes first; a list before what is in it. */
function compareOrder(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((number, at) => number !== other[at]);
  return index < 0 ? one.length - other.length : (one[index] ?? 0) - (other[index] ?? -1);
}
