import type { FieldClues, ValidatorMetadata } from './field-clues.js';
import { Refusal } from './refusal.js';
import type { DtoClass } from './type-declaration.js';
import type { ValueType } from './value-type.js';
import { typeOfValidator } from './validator-types.js';

const cannotTell = new Refusal(
  'its type cannot be found out',
  "Say it: @Typed('integer'), @Typed([Item]), @Typed(() => Item), or a validator such as @IsString(); for a list add { each: true }",
);

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
function isList({ validators, designType, initial, api }: FieldClues): boolean {
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
  if (literals) return typeOfLiterals(literals);
  const found = classes.map(typeOfClass);
  const dto = found.find((type) => type?.kind === 'dto');
  if (dto) return dto;
  const validated = validators.map(typeOfValidator).filter((type) => type !== undefined);
  // `@Min` says number; `@IsInt` beside it knows better.
  const integer = validated.find((type) => type.kind === 'primitive' && type.name === 'integer');
  return integer ?? validated[0] ?? found.find((type) => type !== undefined) ?? cannotTell;
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

/** Texts are an enum; other literals are their primitive, and which of them are right is a constraint. */
export function typeOfLiterals(literals: readonly unknown[]): ValueType | Refusal {
  const texts = literals.filter((literal) => typeof literal === 'string');
  const members: ValueType[] = texts.length > 0 ? [{ kind: 'enum', values: texts }] : [];
  const numbers = literals.filter((literal) => typeof literal === 'number');
  if (numbers.length > 0) {
    members.push({ kind: 'primitive', name: numbers.every(Number.isInteger) ? 'integer' : 'number' });
  }
  if (literals.some((literal) => typeof literal === 'boolean'))
    members.push({ kind: 'primitive', name: 'boolean' });
  const [only] = members;
  if (only === undefined) return cannotTell;
  return members.length === 1 ? only : { kind: 'union', members };
}

/** What a constructor that stands for a type says; undefined when it says nothing. */
export function typeOfClass(candidate: unknown): ValueType | undefined {
  const named = typeof candidate === 'string' ? jsonTypes.get(candidate) : undefined;
  if (named || typeof candidate !== 'function') return named;
  const builtIn = builtIns.get(candidate);
  if (builtIn) return builtIn;
  // `() => Item`, as swagger takes it, has no prototype. What is a global (Object, Map, Promise, …) is no DTO.
  if (candidate.prototype === undefined) return typeOfClass(candidate());
  if (Reflect.get(globalThis, candidate.name) === candidate) return undefined;
  // A function with a prototype that is no global is taken for a class; describing it will tell.
  return { kind: 'dto', type: candidate as unknown as DtoClass };
}

const builtIns: ReadonlyMap<unknown, ValueType> = new Map<unknown, ValueType>([
  [String, { kind: 'primitive', name: 'string' }],
  [Number, { kind: 'primitive', name: 'number' }],
  [Boolean, { kind: 'primitive', name: 'boolean' }],
  [Date, { kind: 'date' }],
]);

const jsonTypes: ReadonlyMap<string, ValueType> = new Map<string, ValueType>([
  ['string', { kind: 'primitive', name: 'string' }],
  ['number', { kind: 'primitive', name: 'number' }],
  ['integer', { kind: 'primitive', name: 'integer' }],
  ['boolean', { kind: 'primitive', name: 'boolean' }],
]);
