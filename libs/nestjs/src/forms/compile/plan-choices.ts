import { presentType, type ValueType } from '../../types/value-type.js';
import type { FieldOptions } from '../declare/field.decorator.js';
import { argsOf, type FieldConstraint } from './field-constraint.js';
import { type ChoiceOf, type FormField, inWords, toChoice } from './form-field.js';

/** What can be chosen: as it was said, or the values of an enum; undefined where anything can be written. */
export function planChoices(
  { choices }: FieldOptions,
  type: ValueType,
  constraints: readonly FieldConstraint[],
): FormField['choices'] {
  if (typeof choices === 'function') return choices;
  // What is none is told as a problem of the field.
  if (choices !== undefined) return areChoices(choices) ? choices.map(toChoice) : undefined;
  const values = constraints.flatMap(literalsOf);
  const found = values.length > 0 ? values : enumValues(type);
  return found.length === 0 ? undefined : found.map(toOwnChoice);
}

/** Whether it is a list of choices: not everybody compiles with types. */
export function areChoices(choices: unknown): boolean {
  return Array.isArray(choices) && choices.every(isChoice);
}

function isChoice(choice: unknown): boolean {
  if (typeof choice !== 'object') return isValue(choice);
  if (choice === null) return false;
  return isValue(Reflect.get(choice, 'value')) && typeof Reflect.get(choice, 'label') === 'string';
}

function isValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function toOwnChoice(value: string): ChoiceOf {
  return { value, label: inWords(value) };
}

function literalsOf({ name, metadata }: FieldConstraint): readonly string[] {
  const [first, second]: readonly unknown[] = argsOf(metadata);
  const literals = name === 'isIn' ? first : name === 'isEnum' ? second : undefined;
  if (!Array.isArray(literals)) return [];
  return literals.filter((one) => typeof one === 'string' || typeof one === 'number').map(String);
}

function enumValues(type: ValueType): readonly string[] {
  const present = presentType(type);
  if (present.kind === 'list') return enumValues(present.item);
  if (present.kind === 'schema') return enumValues(present.shape);
  return present.kind === 'enum' ? present.values : [];
}
