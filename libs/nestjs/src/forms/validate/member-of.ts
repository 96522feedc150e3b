import { isRecord } from '../../input/is-record.js';
import { sentValue } from '../../input/read-fields.js';
import { parseJson } from '../../input/parse-json.js';

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
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  if (Array.isArray(parsed)) return parsed;
  return isRecord(parsed) ? numberedItems(parsed) : undefined;
}

/** `{ '0.sku': 'A', '0.qty': 1, '1': 'B' }`: in the order of the numbers, whatever is missing between them. */
function numberedItems(source: object): readonly unknown[] | undefined {
  const items = new Map<number, unknown>();
  for (const [key, value] of Object.entries(source)) {
    const [, number, rest] = /^(\d{1,9})(?:\.(.+))?$/.exec(key) ?? [];
    if (number === undefined) return undefined;
    const known = items.get(Number(number));
    if (rest === undefined) items.set(Number(number), value);
    // Without a prototype, so that no name means anything but itself; what was sent as an object stays as it is.
    else if (isOpen(known)) Reflect.set(known, rest, value);
    else if (known === undefined)
      items.set(Number(number), Object.assign(Object.create(null) as object, { [rest]: value }));
  }
  if (items.size === 0) return undefined;
  return [...items].toSorted(([a], [b]) => a - b).map(([, item]) => item);
}

function isOpen(known: unknown): known is object {
  return isRecord(known) && Reflect.getPrototypeOf(known) === null;
}

/** An object, which may have come as a text of JSON; undefined when it is none. */
export function objectOf(value: unknown): object | undefined {
  const parsed = typeof value === 'string' ? parseJson(value) : value;
  return isRecord(parsed) ? parsed : undefined;
}
