import { compareCodePoints, type Field } from '@mizan/protocol';
import { mismatch, within } from './mismatch.js';
import { maxDepth, tooDeep, type WriteValue } from './write-value.js';

export interface WrittenField {
  readonly field: Field;
  readonly write: WriteValue;
}

/** One field, with all that does not depend on the value written beforehand. */
interface Slot {
  readonly name: string;
  readonly key: string;
  readonly write: WriteValue;
  /** What is written when the value is undefined; undefined when that is a mismatch, empty to leave it out. */
  readonly whenMissing: string | undefined;
}

/** Writes the declared fields and nothing else, sorted by code point; a plain object would put integer keys first. */
export function writeStruct(fields: readonly WrittenField[]): WriteValue {
  const slots = fields
    .map(({ field, write }): Slot => {
      const whenMissing = missingText(field, write);
      return { name: field.name, key: `${JSON.stringify(field.name)}:`, write, whenMissing };
    })
    .sort((a, b) => compareCodePoints(a.name, b.name));

  return (value, depth, run) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw mismatch(value, 'an object');
    if (depth >= maxDepth) throw tooDeep();
    const record = value as Readonly<Record<string, unknown>>;
    let text = '';
    let index = 0;
    try {
      for (; index < slots.length; index += 1) {
        const slot = slots[index] as Slot;
        const member = record[slot.name];
        const written =
          member === undefined && slot.whenMissing !== undefined
            ? slot.whenMissing
            : slot.write(member, depth + 1, run);
        if (written !== '') text += text === '' ? slot.key + written : `,${slot.key}${written}`;
      }
    } catch (error) {
      throw within(error, slots[index]?.name ?? '');
    }
    return `{${text}}`;
  };
}

/** A field that may be left out is its default then, or null where null is allowed, or is not there (PROTOCOL 8). */
function missingText(field: Field, write: WriteValue): string | undefined {
  if (field.required) return undefined;
  if (field.default !== undefined) return write(field.default, 0, { misfits: 0 });
  return field.shape.kind === 'optional' ? 'null' : '';
}
