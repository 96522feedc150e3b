import type { DefaultValue } from '@mizan/protocol';
import type { BootProblem } from '../errors/index.js';
import type { DtoDescription, DtoField } from './dto-description.js';
import {
  decoratedProperties,
  type Direction,
  type FieldClues,
  isExcluded,
  readClues,
} from './field-clues.js';
import { inferType } from './infer-type.js';
import { type Initials, readInitials } from './initials.js';
import { isDefaultOf } from './is-default-of.js';
import { admitsNull, mayBeLeftOut } from './optionality.js';
import type { DtoClass, TypeDeclaration } from './type-declaration.js';
import { isRefusal, problemAt, refuse, type Refusal } from './type-problem.js';
import { readTyped } from './typed.decorator.js';
import { optionalType, type ValueType } from './value-type.js';

export interface DescribedDto {
  readonly description: DtoDescription;
  readonly problems: readonly BootProblem[];
}

/** Understands a declaration that stands in `@Typed`; the field's name helps to name what is nameless. */
export type TypeOfDeclaration = (declaration: TypeDeclaration, property: string) => ValueType | Refusal;

/** Reads what decorators, the compiler and the constructor say about a DTO class. */
export function describeDto(type: DtoClass, direction: Direction, typeOf: TypeOfDeclaration): DescribedDto {
  const fields: DtoField[] = [];
  const problems: BootProblem[] = [];
  const initials = readInitials(type, direction);
  if (isRefusal(initials))
    return { description: { type, fields }, problems: [problemAt(type.name, initials)] };
  const decorated = fieldOrder(decoratedProperties(type), initials);
  for (const property of decorated.filter((name) => !isExcluded(type, name, direction))) {
    const field = describeField(
      readClues(type, property, initials.values.get(property), direction),
      direction,
      typeOf,
    );
    if (isRefusal(field)) problems.push(problemAt(`${type.name}.${property}`, field));
    else fields.push(field);
  }
  problems.push(...undecorated(type, decorated, initials));
  if (fields.length === 0 && problems.length === 0) problems.push(problemAt(type.name, noFields));
  return { description: { type, fields }, problems };
}

const noFields = refuse(
  'it declares no field, so nothing of it would travel',
  'Decorate its fields with @Typed() or validators, or leave the type out',
);

function describeField(
  clues: FieldClues,
  direction: Direction,
  typeOf: TypeOfDeclaration,
): (DtoField & { kind: 'field' }) | Refusal {
  const stopped = refuseTransformer(clues, direction);
  if (stopped) return stopped;
  const typed = readTyped(clues.validators);
  const found =
    typed?.declaration === undefined
      ? inferType(clues)
      : typeOf(declarationOf(typed.declaration), clues.property);
  if (isRefusal(found)) return found;
  const type = admitsNull(clues) ? optionalType(found) : found;
  const initial = readDefault(clues.initial, type);
  if (isRefusal(initial)) return initial;
  const description = typed?.description ?? clues.api?.description;
  return {
    kind: 'field',
    name: clues.expose?.options?.name ?? clues.property,
    property: clues.property,
    type,
    required: clues.initial === undefined && !mayBeLeftOut(clues),
    ...initial.value,
    ...(description === undefined ? {} : { description }),
    transforms: clues.transforms,
  };
}

function declarationOf(declaration: TypeDeclaration | (() => TypeDeclaration)): TypeDeclaration {
  // Arrow functions have no prototype, classes have; a schema that is a function is a declaration itself.
  const isThunk =
    typeof declaration === 'function' && declaration.prototype === undefined && !('~standard' in declaration);
  return isThunk ? (declaration as () => TypeDeclaration)() : (declaration as TypeDeclaration);
}

function refuseTransformer(
  { expose, transforms, property }: FieldClues,
  direction: Direction,
): Refusal | undefined {
  if (property === '__proto__') return refuse('this name is not safe in JSON', 'Choose another name');
  if (expose?.options?.groups?.length) {
    return refuse(
      '@Expose with groups is not supported',
      'Make one class for each group, with PickType or OmitType',
    );
  }
  if (direction === 'input') return undefined;
  if (expose?.options?.name !== undefined) {
    return refuse('outputs do not follow @Expose({ name })', 'Give the property the name that should travel');
  }
  if (transforms.length > 0) {
    return refuse(
      'outputs are written as the method returns them, so @Transform would do nothing',
      'Compute the value in the method or in a getter, or say { toClassOnly: true }',
    );
  }
  return undefined;
}

/** What the constructor puts there, if a client can be told. */
function readDefault(
  initial: unknown,
  type: ValueType,
): { kind: 'value'; value: { default?: DefaultValue } } | Refusal {
  if (initial === undefined || initial === null) return { kind: 'value', value: {} };
  if (!isDefaultOf(initial, type)) {
    return refuse(
      'its initial value is not of its type',
      'Change the initial value or what the decorators say',
    );
  }
  const isPrintable =
    typeof initial === 'boolean' || typeof initial === 'number' || typeof initial === 'string';
  return { kind: 'value', value: isPrintable ? { default: initial } : {} };
}

function fieldOrder(decorated: readonly string[], { values }: Initials): readonly string[] {
  // Where every field is an own property of an instance, their order is that of the source, whoever compiled it.
  return decorated.every((name) => values.has(name))
    ? [...values.keys()].filter((name) => decorated.includes(name))
    : decorated;
}

function undecorated(
  type: DtoClass,
  decorated: readonly string[],
  { values }: Initials,
): readonly BootProblem[] {
  const lost = [...values].filter(
    ([name, value]) => !decorated.includes(name) && typeof value !== 'function',
  );
  return lost.map(([name]) => problemAt(`${type.name}.${name}`, notDecorated));
}

const notDecorated = refuse(
  'it has no decorator, so it would silently be lost',
  'Add @Typed() or a validator to declare it, or @Exclude() to keep it inside',
);
