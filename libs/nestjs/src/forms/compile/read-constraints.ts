import { getMetadataStorage, IsOptional } from 'class-validator';
import type { FieldClues, ValidatorMetadata } from '../../types/field-clues.js';
import { isNotNull } from '../../types/typed.decorator.js';
import { constraintTable } from './constraint-table.js';
import { argsOf, type FieldConstraint } from './field-constraint.js';
import type { FormField } from './form-field.js';

type Metadata = FieldClues['validators'];

/** What class-validator demands of one property, in the order of the source. */
export function readConstraints(
  validators: Metadata,
): Pick<FormField, 'constraints' | 'conditions' | 'isConditional' | 'minLength' | 'maxLength'> {
  // Decorators run from the bottom up, so the last one that was written down stands first in the source.
  const inSource = validators.toReversed();
  const kinds = new Set(['customValidation', 'isDefined']);
  const constraints = inSource.filter(({ type }) => kinds.has(type)).map(toConstraint);
  const conditional = inSource.filter(({ type }) => type === 'conditionalValidation');
  return {
    constraints,
    ...readLengths(constraints),
    conditions: conditional.map(conditionOf),
    isConditional: !conditional.every(isAboutAbsence),
  };
}

/** The lengths between which a text has to be; null for no bound. */
function readLengths(constraints: readonly FieldConstraint[]): Pick<FormField, 'minLength' | 'maxLength'> {
  const lower = constraints.flatMap(
    (one) => numberOf(one, 'minLength', 0) ?? numberOf(one, 'isLength', 0) ?? [],
  );
  const upper = constraints.flatMap(
    (one) => numberOf(one, 'maxLength', 0) ?? numberOf(one, 'isLength', 1) ?? [],
  );
  return {
    minLength: lower.length === 0 ? null : Math.max(...lower),
    maxLength: upper.length === 0 ? null : Math.min(...upper),
  };
}

function numberOf({ name, metadata }: FieldConstraint, wanted: string, index: number): number | undefined {
  const value: unknown = name === wanted && !metadata.each ? argsOf(metadata)[index] : undefined;
  return typeof value === 'number' ? value : undefined;
}

function toConstraint(metadata: ValidatorMetadata): FieldConstraint {
  const { name } = metadata;
  // A box that has to be checked is one that has to be filled in.
  const known =
    name === 'equals' && argsOf(metadata)[0] === true ? 'required' : constraintTable.get(name ?? '');
  return { name, code: ownCode(metadata) ?? known ?? 'invalid', metadata };
}

/** `@IsEmail({}, { context: { code: 'no_email' } })`: a code of the app's own, for any decorator. */
function ownCode({ context }: ValidatorMetadata): string | undefined {
  const given: unknown = context;
  if (typeof given !== 'object' || given === null || !('code' in given)) return undefined;
  return typeof given.code === 'string' ? given.code : undefined;
}

class Sample {
  @IsOptional() value?: string;
}

/** The condition of `@IsOptional()`: class-validator 0.14.0 gives it no name. */
const isThere: unknown = getMetadataStorage().getTargetValidationMetadatas(Sample, '', false, false)[0]
  ?.constraints[0];

/** `@IsOptional()` and `@Nullable()` look at nothing but whether the value is there. */
function isAboutAbsence(metadata: ValidatorMetadata): boolean {
  const condition = conditionOf(metadata);
  return condition === isNotNull || metadata.name === 'isOptional' || String(condition) === String(isThere);
}

function conditionOf({ constraints }: ValidatorMetadata): FormField['conditions'][number] {
  // What `@ValidateIf` and `@IsOptional` keep there.
  return constraints[0] as FormField['conditions'][number];
}
