import { compareCodePoints } from '@mizan/protocol';
import { mismatch, within } from './mismatch.js';
import { maxDepth, quote, tooDeep } from './write-value.js';

/** Writes open data with sorted keys; members that are undefined are left out, as JSON.stringify does. */
export function writeJson(value: unknown, depth: number): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'object') throw mismatch(value, 'a value of JSON');
  if (depth >= maxDepth) throw tooDeep();
  if (Array.isArray(value)) return `[${value.map((item, index) => writePart(item, index, depth)).join(',')}]`;
  if ('toJSON' in value && typeof value.toJSON === 'function') return writeJson(value.toJSON(), depth + 1);
  const keys = Object.keys(value).sort(compareCodePoints);
  const record = value as Readonly<Record<string, unknown>>;
  const members = keys
    .filter((key) => record[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${writePart(record[key], key, depth)}`);
  return `{${members.join(',')}}`;
}

function writePart(value: unknown, key: string | number, depth: number): string {
  try {
    return writeJson(value, depth + 1);
  } catch (error) {
    throw within(error, key);
  }
}
