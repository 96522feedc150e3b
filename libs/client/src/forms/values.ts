import { ownValue } from '../own-value.js';
import { isRecord } from '../record.js';

/** What is at a path of dots, `lines.0.sku`; undefined where nothing is. */
export function valueAt(data: unknown, path: string): unknown {
  return path.split('.').reduce(ownValue, data);
}

/** The same with something else at a path. What is on the way there is copied, or made: a list where a number leads in. */
export function withValueAt(data: unknown, path: string, value: unknown): unknown {
  const [, name = '', rest] = /^([^.]*)\.?(.*)$/s.exec(path) ?? [];
  const inner = rest ? withValueAt(valueAt(data, name), rest, value) : value;
  if (isGroup(data) || !/^\d+$/.test(name)) return { ...(isGroup(data) && data), [name]: inner };
  const list: unknown[] = Array.isArray(data) ? [...(data as readonly unknown[])] : [];
  list[Number(name)] = inner;
  return list;
}

/** Both, member by member, what is given counting before what is known. */
export function mergeValues(known: unknown, given: unknown): unknown {
  if (given === undefined) return known;
  if (!isGroup(known) || !isGroup(given)) return given;
  const merged = Object.keys(given).map((name) => [name, mergeValues(known[name], given[name])]);
  return { ...known, ...Object.fromEntries(merged) };
}

/** Whether a form that holds one holds the same as with the other: what is not filled in may be so in several ways. */
export function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (isUnfilled(one) && isUnfilled(other)) return true;
  if (
    Array.isArray(one) && Array.isArray(other)
      ? one.length !== other.length
      : !isGroup(one) || !isGroup(other)
  )
    return false;
  // Lists are objects as well.
  const [a, b] = [one as object, other as object];
  return Object.keys({ ...a, ...b }).every((name) => isSame(valueAt(a, name), valueAt(b, name)));
}

/** A copy without the files, which JSON cannot say. */
export function withoutFiles(data: unknown): unknown {
  if (data instanceof Blob) return undefined;
  if (Array.isArray(data)) return data.filter((item) => !(item instanceof Blob)).map(withoutFiles);
  if (!isGroup(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, withoutFiles(value)]));
}

/** Nothing, in any of the ways of inputs; an object of which nothing is filled in, too. */
function isUnfilled(value: unknown): boolean {
  if (isGroup(value)) return Object.values(value).every(isUnfilled);
  return value === undefined || value === null || value === '' || value === false;
}

/** An object that has fields, which files and dates have not. */
function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && !(value instanceof Blob) && !(value instanceof Date);
}
