import type { DefaultValue } from '@mizan/protocol';
import type { DtoField } from './dto-description.js';
import type { Direction, FieldClues } from './field-clues.js';
import { inferType } from './infer-type.js';
import { isDefaultOf } from './is-default-of.js';
import { admitsNull, mayBeLeftOut } from './optionality.js';
import { refuseField } from './refuse-field.js';
import { Refusal } from './refusal.js';
import type { TypeDeclaration } from './type-declaration.js';
import { readTyped, type TypedDeclaration } from './typed.decorator.js';
import { typeOfUploadField } from './type-of-upload.js';
import { readUpload } from './upload.decorator.js';
import { optionalType, type ValueType } from './value-type.js';

/** Understands a declaration that stands in `@Typed`; the field's name helps to name what is nameless. */
export type TypeOfDeclaration = (declaration: TypeDeclaration, property: string) => ValueType | Refusal;

/** Understands one property of a DTO class. */
export function describeField(
  clues: FieldClues,
  direction: Direction,
  typeOf: TypeOfDeclaration,
): DtoField | Refusal {
  const typed = readTyped(clues.validators);
  const found = findType(clues, typed?.declaration, typeOf);
  if (found instanceof Refusal) return found;
  const type = admitsNull(clues) ? optionalType(found) : found;
  const description = typed?.description ?? clues.api?.description;
  const field: DtoField = {
    name: clues.expose?.options?.name ?? clues.property,
    property: clues.property,
    type,
    required: clues.initial === undefined && !mayBeLeftOut(clues),
    ...printableDefault(clues.initial),
    ...(description === undefined ? {} : { description }),
    transforms: clues.transforms,
  };
  const fitsInitially =
    clues.initial === undefined || clues.initial === null || isDefaultOf(clues.initial, type);
  return refuseField(clues, field, direction) ?? (fitsInitially ? field : wrongInitial);
}

function findType(
  clues: FieldClues,
  declaration: TypedDeclaration | undefined,
  typeOf: TypeOfDeclaration,
): ValueType | Refusal {
  const upload = readUpload(clues.validators);
  if (upload !== undefined) return typeOfUploadField(upload, clues);
  return declaration === undefined ? inferType(clues) : typeOf(declarationOf(declaration), clues.property);
}

const wrongInitial = new Refusal(
  'its initial value is not of its type',
  'Change the initial value or what the decorators say',
);

/** What the constructor puts there, if the IR can say it. */
function printableDefault(initial: unknown): { default?: DefaultValue } {
  const isPrintable =
    typeof initial === 'boolean' || typeof initial === 'number' || typeof initial === 'string';
  return isPrintable ? { default: initial } : {};
}

function declarationOf(declaration: TypedDeclaration): TypeDeclaration {
  return isThunk(declaration) ? declaration() : declaration;
}

/** Arrow functions have no prototype, classes have; a schema that is a function is a declaration itself. */
function isThunk(declaration: TypedDeclaration): declaration is () => TypeDeclaration {
  return (
    typeof declaration === 'function' && declaration.prototype === undefined && !('~standard' in declaration)
  );
}
