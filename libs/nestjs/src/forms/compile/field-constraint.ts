import type { ValidatorMetadata } from '../../types/field-clues.js';
import type { ConstraintCode } from './constraint-table.js';

/** One constraint of class-validator on a field. */
export interface FieldConstraint {
  /** As class-validator calls it; undefined for one that was written inline. */
  readonly name: string | undefined;
  /** Undefined when it depends on the value: of a length, whether it is too short or too long. */
  readonly code: ConstraintCode | (string & {}) | 'length';
  readonly metadata: ValidatorMetadata;
}

/** What a constraint was told: bounds, a pattern. class-validator leaves it undefined where there is nothing. */
export function argsOf({
  constraints,
}: {
  readonly constraints?: readonly unknown[] | undefined;
}): readonly unknown[] {
  return constraints ?? [];
}
