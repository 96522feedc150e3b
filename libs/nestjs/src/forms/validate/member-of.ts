import { isRecord, sentValue } from '../../input/read-fields.js';

/**
 * What was sent under a name. Forms are flat where they come from a browser: `address.street` is `street` of `address`,
 * `lines.0.sku` is `sku` of the first of `lines`.
 */
export function memberOf(source: object, name: string): unknown {
  const value = sentValue(source, name);
  if (value !== undefined) return value;
  const prefix = `${name}.`;
  const inner = Object.entries(source).filter(([key]) => key.startsWith(prefix));
  return inner.length === 0
    ? undefined
    : Object.fromEntries(inner.map(([key, one]) => [key.slice(prefix.length), one]));
}

/** The objects of a list, which may have come one under each number; undefined when it is no list. */
export function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  if (Array.isArray(parsed)) return parsed;
  if (!isRecord(parsed)) return undefined;
  const numbers = [...new Set(Object.keys(parsed).map((key) => key.split('.', 1)[0] ?? ''))];
  if (numbers.length === 0 || !numbers.every((number) => /^\d{1,9}$/.test(number))) return undefined;
  return numbers.toSorted((a, b) => Number(a) - Number(b)).map((number) => memberOf(parsed, number));
}

/** An object, which may have come as a text of JSON; undefined when it is none. */
export function objectOf(value: unknown): object | undefined {
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  return isRecord(parsed) ? parsed : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
