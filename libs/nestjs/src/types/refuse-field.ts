import type { DtoField } from './dto-description.js';
import { type Direction, type FieldClues, validatorsOf } from './field-clues.js';
import { Refusal } from './refusal.js';
import type { DtoClass } from './type-declaration.js';
import { uploadInOutput } from './upload-in-output.js';
import { classesOf, holdsUpload } from './value-type.js';

/** What decorators ask for and this package does not do, so that it is not silently left undone. */
export function refuseField(clues: FieldClues, field: DtoField, direction: Direction): Refusal | undefined {
  if (field.name === '__proto__') return unsafeName;
  if (clues.expose?.options?.groups?.length) return groups;
  return direction === 'input' ? refuseInput(clues, field) : refuseOutput(clues, field);
}

function refuseInput(clues: FieldClues, { type, property }: DtoField): Refusal | undefined {
  if (property === 'constructor') return hidesClass;
  if (clues.isReadOnly) return readOnly;
  const isValidated = clues.validators.some((validator) => validator.type === 'nestedValidation');
  const classes = classesOf(type);
  if (isValidated && classes.length === 0) return nothingNested;
  const [unchecked] = isValidated ? [] : classes.filter(hasConstraints);
  if (unchecked === undefined) return undefined;
  return new Refusal(
    `the validators of ${unchecked.name} would not run, because class-validator does not look into this field`,
    'Add @ValidateNested(), for a list @ValidateNested({ each: true })',
  );
}

function refuseOutput({ expose, transforms }: FieldClues, { type }: DtoField): Refusal | undefined {
  if (holdsUpload(type)) return uploadInOutput;
  if (expose?.options?.name !== undefined) return renamed;
  return transforms.length > 0 ? transformed : undefined;
}

function hasConstraints(type: DtoClass): boolean {
  return validatorsOf(type).some((validator) => validator.type === 'customValidation');
}

const unsafeName = new Refusal('this name is not safe in JSON', 'Choose another name');

const hidesClass = new Refusal(
  'class-validator could not find the class of an object that has it',
  "Choose another name for the property; @Expose({ name: 'constructor' }) keeps this one in JSON",
);

// In open data class-validator would take the caller's word for what class it is.
const nothingNested = new Refusal(
  '@ValidateNested() finds no class in it whose validators could run',
  'Name one with @Type(() => Item) or @Typed(Item), or leave @ValidateNested() out',
);

const groups = new Refusal(
  '@Expose with groups is not supported',
  'Make one class for each group, with PickType or OmitType',
);

const readOnly = new Refusal(
  'it is a getter, so an input cannot set it',
  'Say @Exclude({ toClassOnly: true }), or add a setter',
);

const renamed = new Refusal(
  'outputs do not follow @Expose({ name })',
  'Give the property the name that should travel',
);

const transformed = new Refusal(
  'outputs are written as the method returns them, so @Transform would do nothing',
  'Compute the value in the method or in a getter, or say { toClassOnly: true }',
);
