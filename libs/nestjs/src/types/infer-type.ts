import type { FieldClues, ValidatorMetadata } from './field-clues.js';
import { Refusal } from './refusal.js';
import { typeOfClass } from './type-of-class.js';
import { typeOfLiterals } from './type-of-literals.js';
import type { ValueType } from './value-type.js';
import { typeOfValidator } from './validator-types.js';

const ways =
  "@Typed('integer'), @Typed([Item]), @Typed(() => Item), or a validator such as @IsString(); for a list add { each: true }";

function cannotTell({ designType }: FieldClues): Refusal {
  const problem = 'its type cannot be found out';
  if (designType === undefined) {
    const compile = 'Compile with emitDecoratorMetadata (tsc, swc or oxc; esbuild and tsx cannot emit it)';
    return new Refusal(`${problem}, and the compiler left none`, `${compile}, or say it: ${ways}`);
  }
  // What a compiler writes for `unknown`, an interface or a union.
  const open = designType === Object ? "@Typed('json') for open data, " : '';
  return new Refusal(problem, `Say it: ${open}${ways}`);
}

/** What a property without an explicit declaration is, null aside, or why that cannot be said. */
export function inferType(clues: FieldClues): ValueType | Refusal {
  if (clues.isPolymorphic) {
    return new Refusal(
      '@Type with a discriminator cannot be described',
      'Declare the field with @Typed(schema), where the schema is a discriminated union',
    );
  }
  if (!isList(clues)) {
    const validators = clues.validators.filter(({ each }) => !each);
    return typeOfClues(clues, validators, [clues.typeOption, clues.api?.type, clues.designType]);
  }
  const item = typeOfClues(
    clues,
    clues.validators.filter(({ each }) => each),
    [clues.typeOption, clues.api?.type],
  );
  return item instanceof Refusal ? item : { kind: 'list', item };
}

/** By the array validators, `{ each: true }`, the initial value and the compiler, any of which may be silent. */
export function isList({ validators, designType, initial, api }: FieldClues): boolean {
  if (validators.some(({ each, name }) => each || name === 'isArray' || name?.startsWith('array')))
    return true;
  return designType === Array || Array.isArray(initial) || api?.isArray === true;
}

function typeOfClues(
  clues: FieldClues,
  validators: readonly ValidatorMetadata[],
  classes: readonly unknown[],
): ValueType | Refusal {
  const literals = literalsOf(clues, validators);
  if (literals) return typeOfLiterals(literals) ?? cannotTell(clues);
  const found = classes.map(typeOfClass);
  const dto = found.find((type) => type?.kind === 'dto');
  if (dto) return dto;
  const validated = validators.map(typeOfValidator).filter((type) => type !== undefined);
  // `@Min` says number; `@IsInt` beside it knows better.
  const integer = validated.find((type) => type.kind === 'primitive' && type.name === 'integer');
  return integer ?? validated[0] ?? found.find((type) => type !== undefined) ?? cannotTell(clues);
}

function literalsOf(
  clues: FieldClues,
  validators: readonly ValidatorMetadata[],
): readonly unknown[] | undefined {
  for (const { name, constraints } of validators) {
    const [first, second]: readonly unknown[] = constraints ?? [];
    if (name === 'isIn' && Array.isArray(first)) return first;
    if (name === 'isEnum' && Array.isArray(second)) return second;
    if (name === 'equals') return [first];
  }
  return clues.api?.enumValues;
}
