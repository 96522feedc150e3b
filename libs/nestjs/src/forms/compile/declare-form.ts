import {
  constraintTexts,
  type FormConstraint,
  type FormDeclaration,
  type FormFieldNode,
  type FormsetNode,
  type Shape,
} from '@mizan/protocol';
import { getMetadataStorage } from 'class-validator';
import { presentType, shapeOf, type ValueType } from '../../types/value-type.js';
import type { FormsetOptions } from '../declare/form-options.js';
import type { FormRecord } from '../discover/form-record.js';
import { argsOf, type FieldConstraint } from './field-constraint.js';
import { constraintTable } from './constraint-table.js';
import { type ChoiceOf, type FieldGroup, type FormField, inWords, isPrintable } from './form-field.js';

/** What the graph says of a form. */
export function declareForm(
  { name, options }: Pick<FormRecord, 'name' | 'options'>,
  group: FieldGroup,
  data: Shape | undefined,
): FormDeclaration {
  const { subtitle, formset } = options;
  return {
    name,
    title: options.title ?? inWords(name),
    ...(subtitle !== undefined && { subtitle }),
    submitLabel: options.submitLabel ?? 'Submit',
    liveValidation: options.liveValidation ?? true,
    liveFormErrors: options.liveFormErrors ?? false,
    refetchSchemaOnValidate: options.refetchSchemaOnValidate ?? false,
    fields: group.fields.map(declareField),
    ...(data !== undefined && { data }),
    ...(formset !== undefined && formset !== false && { formset: declareFormset(formset) }),
  };
}

export function declareFormset(formset: true | FormsetOptions): FormsetNode {
  const { min = 0, max = 1000, canDelete = false, canOrder = false } = formset === true ? {} : formset;
  return { min, max, canDelete, canOrder };
}

function declareField(field: FormField): FormFieldNode {
  const { name, type, required, label, widget, helpText, disabled, initial, choices, group } = field;
  const { isConditional, transforms } = field;
  return {
    name,
    shape: shapeOf(type),
    required,
    label,
    widget,
    ...(helpText !== '' && { helpText }),
    disabled,
    ...(isPrintable(initial) && { initial }),
    ...(isFixed(choices) && { choices }),
    // What a document does not hold is asked for as well.
    perRequest: typeof choices === 'function' || (initial !== null && !isPrintable(initial)),
    ...(group !== undefined && (isConditional || transforms.length > 0) && { conditional: true }),
    constraints: declareConstraints(field),
    ...(group !== undefined && { fields: group.fields.map(declareField) }),
  };
}

function isFixed(choices: FormField['choices']): choices is readonly ChoiceOf[] {
  return choices !== undefined && typeof choices !== 'function' && choices.length > 0;
}

/** Those that a client can check without the server: built in, without conditions, and with arguments that JSON has. */
function declareConstraints(field: FormField): readonly FormConstraint[] {
  const { constraints, isConditional, transforms, described } = field;
  // They look at what `@Transform` makes of a value, which a client cannot know.
  if (transforms.length > 0) return [];
  const own = declareOwn(field);
  return [
    ...(isConditional ? [] : [...described, ...constraints.flatMap(declareConstraint)]).filter(
      ({ name }) => !own.some((one) => one.name === name),
    ),
    ...own,
  ];
}

/** What we check beside class-validator: of a date its form, and that a value is one of the choices. */
function declareOwn({ type, choices, group, isList }: FormField): readonly FormConstraint[] {
  if (group !== undefined) return [];
  const core = coreOf(type);
  const isCovered =
    core.kind === 'enum' &&
    isFixed(choices) &&
    core.values.every((one) => choices.some(({ value }) => value === one));
  const isDate = core.kind === 'date' && { name: 'isDate', code: 'invalid', args: [], each: isList };
  const isChoice = isFixed(choices) &&
    !isCovered && { name: 'isChoice', code: 'invalid_choice', args: [], each: isList };
  return [isDate, isChoice].filter((one) => one !== false);
}

function coreOf(type: ValueType): ValueType {
  const present = presentType(type);
  return present.kind === 'list' ? coreOf(present.item) : present;
}

function declareConstraint({ name, code, metadata }: FieldConstraint): readonly FormConstraint[] {
  if (name === undefined || !constraintTable.has(name) || metadata.validateIf !== undefined) return [];
  const args = toJsonTexts(argsOf(metadata));
  if (args === undefined) return [];
  const message = wordsOf(name, metadata);
  return [{ name, code, args, each: metadata.each ?? false, ...(message !== undefined && { message }) }];
}

/** Words of the app, or of class-validator where we have none. Those of a function depend on the value. */
function wordsOf(name: string, metadata: FieldConstraint['metadata']): string | undefined {
  const { message, constraintCls, propertyName } = metadata;
  if (typeof message === 'function') return undefined;
  if (message || constraintTexts.has(name)) return message || undefined;
  const [validator] = getMetadataStorage().getTargetValidatorConstraints(constraintCls);
  const constraints = [...argsOf(metadata)];
  // The marks in it are filled in by whoever knows the label and the value.
  return validator?.instance.defaultMessage?.({
    constraints,
    property: propertyName,
    targetName: '',
    object: {},
    value: undefined,
  });
}

function toJsonTexts(args: readonly unknown[]): readonly string[] | undefined {
  const [pattern] = args;
  const plain =
    pattern instanceof RegExp ? [pattern.source, pattern.flags] : args.filter((arg) => arg !== undefined);
  return plain.every(isJson) ? plain.map((arg) => JSON.stringify(arg)) : undefined;
}

function isJson(value: unknown): boolean {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every((member) => member === undefined || isJson(member));
}
