import { compareCodePoints, type Field } from '@mizan/protocol';
import { maxDepth, mismatch, tooDeep, within } from './mismatch.js';
import type { Run, WriteValue } from './write-value.js';

export interface WrittenField {
  readonly field: Field;
  readonly write: WriteValue;
}

/** One field, with all that does not depend on the value written beforehand. */
interface Slot {
  readonly name: string;
  readonly key: string;
  /** The key with the brace or comma before it, where all fields before are there. */
  readonly head: string;
  readonly write: WriteValue;
  /** Whether every object has something of this name, which is no value of a field. */
  readonly isInherited: boolean;
  /** What is written when the value is undefined; undefined when that is a mismatch, empty to leave it out. */
  readonly whenMissing: string | undefined;
}

/** Writes the declared fields and nothing else, sorted by code point; a plain object would put integer keys first. */
export function writeStruct(fields: readonly WrittenField[]): WriteValue {
  const sorted = fields.toSorted((a, b) => compareCodePoints(a.field.name, b.field.name));
  const slots = sorted.map(({ field, write }, index): Slot => {
    const key = `${JSON.stringify(field.name)}:`;
    const whenMissing = missingText(field, write);
    const head = (index === 0 ? '{' : ',') + key;
    return { name: field.name, key, head, write, isInherited: field.name in Object.prototype, whenMissing };
  });
  // Nearly every struct has all its fields; one test less for each of them makes a fifth of the time.
  const isComplete = slots.length > 0 && slots.every(({ whenMissing }) => whenMissing !== '');
  const writeSlots = isComplete ? writeComplete : writeSparse;

  return (value, depth, run) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw mismatch(value, 'an object');
    if (depth >= maxDepth) throw tooDeep();
    return writeSlots(slots, value as Readonly<Record<string, unknown>>, depth + 1, run);
  };
}

type WriteSlots = (
  slots: readonly Slot[],
  record: Readonly<Record<string, unknown>>,
  depth: number,
  run: Run,
) => string;

const writeComplete: WriteSlots = (slots, record, depth, run) => {
  let text = '';
  for (const slot of slots) text += slot.head + writeSlot(slot, record, depth, run);
  return `${text}}`;
};

const writeSparse: WriteSlots = (slots, record, depth, run) => {
  let text = '';
  for (const slot of slots) {
    const written = writeSlot(slot, record, depth, run);
    if (written !== '') text += (text === '' ? '' : ',') + slot.key + written;
  }
  return `{${text}}`;
};

function writeSlot(slot: Slot, record: Readonly<Record<string, unknown>>, depth: number, run: Run): string {
  const { name, whenMissing } = slot;
  try {
    const value = slot.isInherited ? ownValue(record, name) : record[name];
    return value === undefined && whenMissing !== undefined ? whenMissing : slot.write(value, depth, run);
  } catch (error) {
    throw within(error, name);
  }
}

/** The value under a name that Object.prototype has: an own one, or that of a getter of the class. */
function ownValue(record: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = record[name];
  if (Object.hasOwn(record, name)) return value;
  return typeof value === 'function' || name === '__proto__' ? undefined : value;
}

/** A field that may be left out is its default then, or null where null is allowed, or is not there (PROTOCOL 8). */
function missingText(field: Field, write: WriteValue): string | undefined {
  if (field.required) return undefined;
  if (field.default !== undefined) return write(field.default, 0, { misfits: 0 });
  return field.shape.kind === 'optional' ? 'null' : '';
}
