import { isPlainObject, sentValue } from './members.js';
import type { Place } from './place.js';
import { mismatch, type ReadValue } from './read-value.js';

export interface UnionMember {
  readonly read: ReadValue;
  /** What an object must hold to be this struct; undefined when the member is no struct. */
  readonly literals: readonly (readonly [name: string, value: string])[] | undefined;
}

/** Takes the first member that the value fits. When none does, the one that the value says it is tells why. */
export function readUnion(members: readonly UnionMember[]): ReadValue {
  return (value, at, key) => {
    const candidates = members.filter((member) => couldBe(member, value));
    for (const { read } of candidates) {
      const attempt: Place = at.fork();
      const result = read(value, attempt, key);
      if (attempt.issues.isEmpty) return result;
    }
    const [only] = candidates;
    if (only && candidates.length === 1) return only.read(value, at, key);
    return at.report(key, mismatch(value, 'must have one of the allowed forms'));
  };
}

function couldBe({ literals }: UnionMember, value: unknown): boolean {
  if (literals === undefined) return !isPlainObject(value);
  return isPlainObject(value) && literals.every(([name, literal]) => sentValue(value, name) === literal);
}
