import type { PrimitiveName } from '@mizan/protocol';
import { maxDepth, mismatch, tooDeep, within } from './mismatch.js';
import { quote } from './quote.js';
import { writeJson } from './write-json.js';

/** What is counted while one output is written. */
export interface Run {
  /** How often a value did not fit a member of a union that it could have been. */
  misfits: number;
}

/**
 * Writes a value as JSON text, strictly by its declared type.
 *
 * @param depth of objects and lists around it
 * @throws Mismatch
 */
export type WriteValue = (value: unknown, depth: number, run: Run) => string;

function writeText(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return `"${value.toISOString()}"`;
  throw mismatch(value, 'a text or a date');
}

export const writePrimitive: Readonly<Record<PrimitiveName, WriteValue>> = {
  string: writeText,
  integer: (value) => {
    if (Number.isSafeInteger(value)) return String(value);
    throw mismatch(value, 'an integer');
  },
  number: (value) => {
    if (Number.isFinite(value)) return String(value);
    throw mismatch(value, 'a number');
  },
  boolean: (value) => {
    if (typeof value === 'boolean') return value ? 'true' : 'false';
    throw mismatch(value, 'true or false');
  },
  json: writeJson,
};

export function writeEnum(values: readonly string[]): WriteValue {
  const written = new Map<unknown, string>(values.map((value) => [value, JSON.stringify(value)]));
  const expected = `one of ${values.join(', ')}`;
  return (value) => {
    const text = written.get(value);
    if (text === undefined) throw mismatch(value, expected);
    return text;
  };
}

export function writeOptional(write: WriteValue): WriteValue {
  // A method that returns nothing where nothing is allowed means null.
  return (value, depth, run) => (value === null || value === undefined ? 'null' : write(value, depth, run));
}

export function writeList(writeItem: WriteValue): WriteValue {
  return (value, depth, run) => {
    if (!Array.isArray(value)) throw mismatch(value, 'a list');
    if (depth >= maxDepth) throw tooDeep();
    const items: readonly unknown[] = value;
    let text = '[';
    let index = 0;
    try {
      for (; index < items.length; index += 1) {
        if (index > 0) text += ',';
        text += writeItem(items[index], depth + 1, run);
      }
    } catch (error) {
      throw within(error, index);
    }
    return `${text}]`;
  };
}
