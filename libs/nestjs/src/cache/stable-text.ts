/** Deeper than this, or longer, nothing is written. */
const maxDepth = 8;
const maxLength = 20_000;

/** A value has no text that tells it from every other one. */
class Unwritable extends Error {
  override readonly name = 'Unwritable';
}

/**
 * A text that two values share only if no function could tell them apart by their fields: members are sorted at every
 * depth, and types are told, so that a date is no text of it and `-0` is not `0`.
 *
 * @throws Unwritable for what hides something: functions, symbols, maps, buffers and the like; for cycles, and for what
 * is too deep or too long
 */
export function stableText(value: unknown): string {
  const text = write(value, 0);
  if (text.length > maxLength) throw new Unwritable('it is too large');
  return text;
}

/** The names of what can be read of an object: its own fields, and what its classes compute. */
export function readableNames(object: object): readonly string[] {
  const names = Object.keys(object);
  let holder = Reflect.getPrototypeOf(object);
  if (holder === Object.prototype || holder === null) return names;
  while (holder !== Object.prototype && holder !== null) {
    const members = Object.entries(Object.getOwnPropertyDescriptors(holder));
    names.push(...members.flatMap(([name, member]) => (member.get === undefined ? [] : name)));
    holder = Reflect.getPrototypeOf(holder);
  }
  return [...new Set(names)];
}

/** What has fields under symbols, or is no mere object, holds more than its names tell. */
export function assertOpen(object: object): void {
  const tag = Object.prototype.toString.call(object);
  if (tag !== '[object Object]') throw new Unwritable(`it holds ${tag.slice('[object '.length, -1)}`);
  if (Object.getOwnPropertySymbols(object).length > 0) throw new Unwritable('it has fields under symbols');
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return `${value}n`;
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      return value === null ? 'null' : writeObject(value, depth);
    default:
      throw new Unwritable(`it holds a ${typeof value}`);
  }
}

function writeObject(value: object, depth: number): string {
  if (depth === maxDepth) throw new Unwritable('it is cyclic or too deep');
  // Not one that is invalid, which has no ISO text.
  if (value instanceof Date && !Number.isNaN(value.getTime())) return `Date(${value.toISOString()})`;
  if (Array.isArray(value)) return `[${join(value, (item) => write(item, depth + 1))}]`;
  assertOpen(value);
  return `{${join([...readableNames(value)].sort(), (name) => `${JSON.stringify(name)}:${write(Reflect.get(value, name), depth + 1)}`)}}`;
}

/** Stops as soon as it is too long: what is wide at every depth would take forever to write. */
function join<Item>(items: readonly Item[], writeItem: (item: Item) => string): string {
  let text = '';
  for (const [index, item] of items.entries()) {
    text += (index === 0 ? '' : ',') + writeItem(item);
    if (text.length > maxLength) throw new Unwritable('it is too large');
  }
  return text;
}
