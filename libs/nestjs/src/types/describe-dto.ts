import type { BootProblem } from '../errors/index.js';
import { decoratedProperties } from './decorated-properties.js';
import { describeField, type TypeOfDeclaration } from './describe-field.js';
import type { DtoDescription, DtoField } from './dto-description.js';
import { type Direction, isExcluded, clueReader } from './field-clues.js';
import { type Initials, readInitials } from './initials.js';
import { Refusal } from './refusal.js';
import type { DtoClass } from './type-declaration.js';

export interface DescribedDto {
  readonly description: DtoDescription;
  readonly problems: readonly BootProblem[];
}

/** Reads what decorators, the compiler and the constructor say about a DTO class. */
export function describeDto(type: DtoClass, direction: Direction, typeOf: TypeOfDeclaration): DescribedDto {
  const fields: DtoField[] = [];
  const problems: BootProblem[] = [];
  const initials = readInitials(type, direction);
  if (initials instanceof Refusal)
    return { description: { type, fields }, problems: [initials.at(type.name)] };
  const readClues = clueReader(type, direction);
  const decorated = inSourceOrder(decoratedProperties(type), initials);
  for (const property of decorated.filter((name) => !isExcluded(type, name, direction))) {
    const field = describeField(readClues(property, initials.get(property)), direction, typeOf);
    const twin = field instanceof Refusal ? undefined : fields.find(({ name }) => name === field.name);
    if (field instanceof Refusal) problems.push(field.at(`${type.name}.${property}`));
    else if (twin !== undefined) problems.push(sameName(twin).at(`${type.name}.${property}`));
    else fields.push(field);
  }
  for (const [name, value] of initials) {
    // A function is behaviour, and no JSON could hold it.
    if (!decorated.includes(name) && typeof value !== 'function')
      problems.push(notDecorated.at(`${type.name}.${name}`));
  }
  if (fields.length === 0 && problems.length === 0) problems.push(noFields.at(type.name));
  return { description: { type, fields }, problems };
}

/** Where every field is an own property of an instance, their order is that of the source, whoever compiled it. */
function inSourceOrder(decorated: readonly string[], initials: Initials): readonly string[] {
  const isComplete = decorated.every((name) => initials.has(name));
  return isComplete ? [...initials.keys()].filter((name) => decorated.includes(name)) : decorated;
}

function sameName({ name, property }: DtoField): Refusal {
  return new Refusal(
    `it travels as "${name}", and so does ${property}`,
    'Give each a name of its own, by @Expose({ name }) or as the property is called',
  );
}

const notDecorated = new Refusal(
  'it has no decorator, so it would silently be lost',
  'Add @Typed() or a validator to declare it, or @Exclude() to keep it inside',
);

const noFields = new Refusal(
  'it declares no field, so nothing of it would travel',
  'Decorate its fields with @Typed() or validators, or leave the type out',
);
