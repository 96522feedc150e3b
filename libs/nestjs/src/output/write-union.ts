import { Mismatch, mismatch } from './mismatch.js';
import type { WriteValue } from './write-value.js';

export interface WrittenMember {
  readonly write: WriteValue;
  /** A quick test that leaves few members to try. */
  readonly couldBe: (value: unknown) => boolean;
  /** The fields of a struct; none for any other member. */
  readonly names: readonly string[];
}

/**
 * Recursive unions whose members cannot be told apart would otherwise take exponential time to say what is wrong.
 */
const maxMisfits = 20_000;

/**
 * Writes a value as the member that it fits, and where it fits several, as the one that keeps most of it. Where it
 * could be one only, that one says what is wrong.
 */
export function writeUnion(members: readonly WrittenMember[]): WriteValue {
  return (value, depth, run) => {
    const candidates = members.filter(({ couldBe }) => couldBe(value));
    const [only] = candidates;
    if (only && candidates.length === 1) return only.write(value, depth, run);
    for (const { write } of byKeptNames(candidates, value)) {
      try {
        return write(value, depth, run);
      } catch (error) {
        if (!(error instanceof Mismatch)) throw error;
        run.misfits += 1;
        if (run.misfits > maxMisfits) throw error;
      }
    }
    throw mismatch(value, 'one of the declared forms');
  };
}

function byKeptNames(members: readonly WrittenMember[], value: unknown): readonly WrittenMember[] {
  if (typeof value !== 'object' || value === null) return members;
  const kept = ({ names }: WrittenMember) =>
    names.filter((name) => Reflect.get(value, name) !== undefined).length;
  return members.toSorted((a, b) => kept(b) - kept(a));
}
