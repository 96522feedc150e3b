import { mismatch, OutputMismatch } from './output-mismatch.js';
import type { WriteValue } from './write-value.js';

export interface WrittenMember {
  readonly write: WriteValue;
  /** What tells a struct from the others; undefined when the member is no struct. */
  readonly struct:
    | {
        readonly literals: readonly (readonly [name: string, value: string])[];
        readonly names: readonly string[];
      }
    | undefined;
}

/**
 * Writes a value as the member that it fits: by the fields that can have one value only, where there are such, else
 * as the one that keeps most of it. When none fits and it could be one only, that one says why.
 */
export function writeUnion(members: readonly WrittenMember[]): WriteValue {
  return (value, depth) => {
    const candidates = members.filter((member) => couldBe(member, value));
    const [only] = candidates;
    if (only && candidates.length === 1) return only.write(value, depth);
    for (const { write } of byKeptNames(candidates, value)) {
      try {
        return write(value, depth);
      } catch (error) {
        if (!(error instanceof OutputMismatch)) throw error;
      }
    }
    throw mismatch(value, 'one of the declared forms');
  };
}

function couldBe({ struct }: WrittenMember, value: unknown): boolean {
  const isObject =
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
  // Open data can be an object too, so that only a struct is decided here.
  if (struct === undefined) return true;
  return isObject && struct.literals.every(([name, literal]) => Reflect.get(value, name) === literal);
}

function byKeptNames(members: readonly WrittenMember[], value: unknown): readonly WrittenMember[] {
  if (typeof value !== 'object' || value === null) return members;
  const kept = ({ struct }: WrittenMember) =>
    struct?.names.filter((name) => Reflect.get(value, name) !== undefined).length ?? 0;
  return members.toSorted((a, b) => kept(b) - kept(a));
}
