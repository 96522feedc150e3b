import type { FieldClues, ValidatorMetadata } from './field-clues.js';

/**
 * Whether validation is skipped when the value is not there: `@IsOptional()`, `PartialType`, or any `@ValidateIf`
 * that lets undefined pass, or may let it pass because it looks at other fields.
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
  const probe = watchReads(property, value);
  try {
    return !condition(probe.object, value) || probe.looksElsewhere();
  } catch {
    // It looks at other fields, which are not there.
    return true;
  }
}

/** An object with this one property, that notices when any other is looked at. */
function watchReads(property: string, value: null | undefined) {
  let looked = false;
  const notice = (name: string | symbol) => (looked ||= name !== property);
  const object = new Proxy<Readonly<Record<string, unknown>>>(
    { [property]: value },
    {
      get: (target, name) => {
        notice(name);
        return Reflect.get(target, name);
      },
      has: (target, name) => {
        notice(name);
        return Reflect.has(target, name);
      },
    },
  );
  return { object, looksElsewhere: () => looked };
}
