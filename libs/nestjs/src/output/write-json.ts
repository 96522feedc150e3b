import { compareCodePoints } from '@mizan/protocol';
import { maxDepth, mismatch, tooDeep, within } from './mismatch.js';
import { quote } from './quote.js';

/** Writes open data with sorted keys; members that are undefined are left out, as JSON.stringify does. */
export function writeJson(value: unknown, depth: number): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'object') throw mismatch(value, 'a value of JSON');
  if (depth >= maxDepth) throw tooDeep();
  // Not by `map`, which leaves the holes of a list out.
  if (Array.isArray(value))
    return `[${Array.from(value, (item, at) => writePart(item, at, depth)).join(',')}]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return writeJson(value.toJSON(), depth + 1);
  if (!isPlain(value)) throw mismatch(value, 'a value of JSON');
  const keys = Object.keys(value).sort(compareCodePoints);
  const record = value as Readonly<Record<string, unknown>>;
  const members = keys
    .filter((key) => record[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${writePart(record[key], key, depth)}`);
  return `{${members.join(',')}}`;
}

/** Whether what an object holds are its keys: those of a Map, a Set or an Error would say nothing of it. */
function isPlain(value: object): boolean {
  const prototype: unknown = Reflect.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  return Object.prototype.toString.call(value) === '[object Object]';
}

function writePart(value: unknown, key: string | number, depth: number): string {
  try {
    return writeJson(value, depth + 1);
  } catch (error) {
    throw within(error, key);
  }
}
