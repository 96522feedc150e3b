import { mismatch, type ReadValue } from './read-value.js';

export interface UnionMember {
  readonly read: ReadValue;
  /** A quick test that leaves few members to try. */
  readonly couldBe: (value: unknown) => boolean;
}

/** Takes the first member that the value fits. Where it could be one only, that one says what is wrong. */
export function readUnion(members: readonly UnionMember[]): ReadValue {
  return (value, at, key) => {
    const candidates = members.filter(({ couldBe }) => couldBe(value));
    const [only] = candidates;
    if (only && candidates.length === 1) return only.read(value, at, key);
    for (const { read } of candidates) {
      const attempt = at.attempt();
      if (attempt === undefined) return at.report(key, 'has too many forms to try');
      const result = read(value, attempt, key);
      if (attempt.issues.isEmpty) return result;
    }
    return at.report(key, mismatch(value, 'must have one of the allowed forms'));
  };
}
