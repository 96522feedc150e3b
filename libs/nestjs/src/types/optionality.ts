import type { FieldClues, ValidatorMetadata } from './field-clues.js';

/**
 * Whether validation is skipped when the value is not there: `@IsOptional()`, `PartialType`, or any `@ValidateIf`
 * that lets undefined pass.
 */
export function mayBeLeftOut({ property, validators, api }: FieldClues): boolean {
  const isValidated = validators.some(({ type }) => type !== 'whitelistValidation');
  // Validators know better: they refuse what swagger only describes.
  if (!isValidated) return api?.mayBeLeftOut === true;
  return validators.some((validator) => isSkippedFor(validator, property, undefined));
}

/**
 * Whether the field may be null: `@Nullable()` or another `@ValidateIf` that lets null but not undefined pass, or an
 * initial value of null. `@IsOptional()` alone does not say so, although class-validator lets null pass with it.
 */
export function admitsNull({ property, validators, api, initial }: FieldClues): boolean {
  if (initial === null || api?.isNullable === true) return true;
  return validators.some(
    (validator) => isSkippedFor(validator, property, null) && !isSkippedFor(validator, property, undefined),
  );
}

function isSkippedFor(
  { type, constraints }: ValidatorMetadata,
  property: string,
  value: null | undefined,
): boolean {
  if (type !== 'conditionalValidation') return false;
  const condition: unknown = constraints[0];
  if (typeof condition !== 'function') return false;
  try {
    return !condition({ [property]: value }, value);
  } catch {
    // It looks at other fields, which are not there: it depends on them, so the field can be left out.
    return true;
  }
}
