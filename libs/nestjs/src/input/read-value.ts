import type { PrimitiveName } from '@mizan/protocol';
import { maxDepth, type Place } from './place.js';

/**
 * Checks a value of JSON against its declared type and makes of it what a method gets. What is wrong is reported to
 * the place, which is the object or list that has the value under this key; the result then means nothing.
 */
export type ReadValue = (value: unknown, at: Place, key: PropertyKey) => unknown;

const expected = {
  integer: 'must be a whole number',
  number: 'must be a number',
  boolean: 'must be true or false',
  string: 'must be a text',
  json: 'must be a value of JSON',
} as const satisfies Record<PrimitiveName, string>;

/** Null has its own message: it is a value, and a common mistake for one that is left out. */
export function mismatch(value: unknown, message: string): string {
  return value === null ? 'must not be null' : message;
}

export const readPrimitive: Readonly<Record<PrimitiveName, ReadValue>> = {
  integer: (value, at, key) =>
    Number.isSafeInteger(value) ? value : at.report(key, mismatch(value, expected.integer)),
  number: (value, at, key) =>
    Number.isFinite(value) ? value : at.report(key, mismatch(value, expected.number)),
  boolean: (value, at, key) =>
    typeof value === 'boolean' ? value : at.report(key, mismatch(value, expected.boolean)),
  string: (value, at, key) =>
    typeof value === 'string' ? value : at.report(key, mismatch(value, expected.string)),
  json: (value, at, key) => {
    const fault = faultOf(value, at.depth + 1);
    return fault === undefined ? value : at.report(key, fault);
  },
};

// `new Date` reads much that is no date; this is what `toISOString`, date inputs and other languages write.
const isoDate = /^\d{4}-\d\d-(\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;

export const readDate: ReadValue = (value, at, key) =>
  (typeof value === 'string' ? parseDate(value) : undefined) ??
  at.report(key, mismatch(value, 'must be a date in ISO 8601 form'));

function parseDate(text: string): Date | undefined {
  const day = isoDate.exec(text)?.[1];
  const date = new Date(text);
  if (day === undefined || Number.isNaN(date.getTime())) return undefined;
  // `new Date` takes the 30th of February for the 1st of March.
  return new Date(text.slice(0, 10)).getUTCDate() === Number(day) ? date : undefined;
}

export function readEnum(values: readonly string[]): ReadValue {
  const known = new Set<unknown>(values);
  const message = `must be one of: ${values.join(', ')}`;
  return (value, at, key) => (known.has(value) ? value : at.report(key, mismatch(value, message)));
}

export function readList(readItem: ReadValue): ReadValue {
  return (value, at, key) => {
    if (!Array.isArray(value)) return at.report(key, mismatch(value, 'must be a list'));
    const place = at.enter(key);
    if (place.depth > maxDepth) return at.report(key, tooDeep);
    const items: readonly unknown[] = value;
    return items.map((item, index) => readItem(item, place, index));
  };
}

export function readOptional(read: ReadValue): ReadValue {
  return (value, at, key) => (value === null ? null : read(value, at, key));
}

export const tooDeep = `must not be nested deeper than ${maxDepth} levels`;

/** What makes open data unsafe to hand on. */
function faultOf(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > maxDepth) return tooDeep;
  // Copied with `Object.assign`, such a member would replace a prototype.
  if (Object.hasOwn(value, '__proto__')) return 'must not have a member named __proto__';
  for (const member of Object.values(value)) {
    const fault = faultOf(member, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
