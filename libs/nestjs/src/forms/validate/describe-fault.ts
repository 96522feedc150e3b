import {
  choiceText,
  constraintTexts,
  dateText,
  fileKindText,
  fileSizeText,
  fileText,
  listText,
  numberText,
  objectText,
  requiredText,
  textLength,
  truthText,
  valueText,
  wholeNumberText,
} from '@mizan/protocol';
import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import type { RefusedFile } from '../../uploads/index.js';
import { presentType, type ValueType } from '../../types/value-type.js';
import type { FieldConstraint } from '../compile/field-constraint.js';
import type { FormField } from '../compile/form-field.js';
import type { FormFault } from './form-faults.js';

export const requiredFault: FormFault = { code: 'required', text: requiredText };

export const choiceFault: FormFault = { code: 'invalid_choice', text: choiceText };

/** What was sent is not of the declared type. */
export function shapeFault({ type, group, isList }: Pick<FormField, 'type' | 'group' | 'isList'>): FormFault {
  const core = coreOf(type);
  if (core.kind === 'enum') return choiceFault;
  if (group !== undefined) return { code: 'invalid', text: isList ? listText : objectText };
  return { code: 'invalid', text: textOf(core) };
}

/** A file was sent and not taken. Where the module has the bound, and not the field, the bound is not told. */
export function refusalFault(field: FormField, { reason }: RefusedFile): FormFault {
  const core = coreOf(field.type);
  if (core.kind !== 'upload') return shapeFault(field);
  const { maxSize, accept = [] } = core;
  if (reason === 'too_many') return tooManyFiles(field);
  if (reason === 'wrong_type')
    return { code: 'invalid', text: fileKindText(accept), constraint: 'accept', args: accept };
  if (reason === 'unexpected') return shapeFault(field);
  if (maxSize === undefined)
    return { code: 'invalid', text: 'Choose a smaller file.', constraint: 'maxSize' };
  return { code: 'invalid', text: fileSizeText(maxSize), constraint: 'maxSize', args: [maxSize] };
}

function tooManyFiles({ type }: FormField): FormFault {
  const present = presentType(type);
  const max = present.kind === 'list' ? present.maxCount : 1;
  const constraint = 'arrayMaxSize';
  const own = max === undefined ? undefined : constraintTexts.get(constraint)?.([max], 'max_length');
  const args = max === undefined ? [] : [max];
  return { code: 'max_length', text: own ?? 'Choose fewer files.', constraint, args };
}

function textOf(core: ValueType): string {
  if (core.kind === 'date') return dateText;
  if (core.kind === 'upload') return fileText;
  if (core.kind !== 'primitive') return valueText;
  if (core.name === 'integer') return wholeNumberText;
  if (core.name === 'number') return numberText;
  return core.name === 'boolean' ? truthText : valueText;
}

function coreOf(type: ValueType): ValueType {
  const present = presentType(type);
  if (present.kind === 'list') return coreOf(present.item);
  return present.kind === 'schema' ? coreOf(present.shape) : present;
}

/** A constraint does not hold. Words of the app come before ours, and ours before those of class-validator. */
export function constraintFault(
  { name, code, metadata }: FieldConstraint,
  validator: ValidatorConstraintInterface,
  label: string,
  args: ValidationArguments,
): FormFault {
  const { value } = args;
  const isMissing = value === undefined || value === null;
  if (isMissing && metadata.message === undefined) return requiredFault;
  const known = code === 'length' ? codeOfLength(name, value, args.constraints) : code;
  const said = typeof metadata.message === 'function' ? metadata.message(args) : metadata.message;
  const own = constraintTexts.get(name ?? '')?.(args.constraints, known);
  const text = fillIn(said || own || validator.defaultMessage?.(args) || valueText, label, args);
  return { code: isMissing ? 'required' : known, text, constraint: name, args: args.constraints };
}

function codeOfLength(
  name: string | undefined,
  value: unknown,
  [min]: readonly unknown[],
): 'min_length' | 'max_length' {
  const text = typeof value === 'string' ? value : '';
  const length = name === 'isByteLength' ? Buffer.byteLength(text) : textLength(text);
  return typeof min === 'number' && length < min ? 'min_length' : 'max_length';
}

/** The marks that class-validator knows in messages; the property goes by its label. */
function fillIn(
  text: string,
  label: string,
  { constraints, value, targetName }: ValidationArguments,
): string {
  return text.replaceAll(
    /\$constraint(\d+)|\$(value|property|target)/g,
    (mark, number: string | undefined, word) => {
      if (number !== undefined) return String(constraints[Number(number) - 1] ?? mark);
      if (word === 'property') return label;
      if (word === 'target') return targetName;
      return typeof value === 'object' ? mark : String(value);
    },
  );
}
