import { ReaderCompiler } from '../../input/compile-reader.js';
import type { BootProblem } from '../../errors/index.js';
import type { TypeCatalog } from '../../types/type-catalog.js';
import { holdsUpload, presentType, type ValueType } from '../../types/value-type.js';
import type { FieldOptions } from '../declare/field.decorator.js';
import { compileCoercion } from './coerce-value.js';
import { argsOf, type FieldConstraint } from './field-constraint.js';
import { findFieldProblems } from './find-field-problems.js';
import { type ChoiceOf, type FieldGroup, type FormField, inWords } from './form-field.js';
import { inferWidget } from './infer-widget.js';
import { planChoices } from './plan-choices.js';

/** What is known of a field from its type, before anybody says how it is shown. */
export interface FieldFacts extends Pick<
  FormField,
  | 'name'
  | 'property'
  | 'type'
  | 'constraints'
  | 'conditions'
  | 'isConditional'
  | 'transforms'
  | 'minLength'
  | 'maxLength'
> {
  readonly required: boolean;
  /** What the constructor or the schema puts there. */
  readonly initial: unknown;
  /** The fields in it, when it is an object or a list of objects. */
  readonly group: FieldGroup | undefined;
  /** Suggested by whoever knows more than type and constraints. */
  readonly shown?: FieldOptions;
  readonly mustBeTrue?: boolean;
  readonly described?: FormField['described'];
}

/** Plans the fields of one form. */
export class FieldPlanner {
  readonly problems: BootProblem[] = [];
  readonly #readers: ReaderCompiler;

  constructor(
    catalog: TypeCatalog,
    /** What the form itself says of its fields, by name. */
    readonly overrides: Readonly<Record<string, FieldOptions>>,
  ) {
    this.#readers = new ReaderCompiler(catalog);
  }

  /** @param where the property, for messages */
  plan(facts: FieldFacts, said: FieldOptions, where: string): FormField {
    const { name, property, type, constraints, transforms, group, minLength, maxLength } = facts;
    const options = { ...facts.shown, ...said };
    const own = group === undefined ? planChoices(options, type, constraints) : undefined;
    const choices = own ?? (isBoolean(type) && isChosen(options) ? yesOrNo : undefined);
    const { mustBeTrue = false } = facts;
    const isSwitch = isBoolean(type) && !mustBeTrue && !constraints.some(asksForYes);
    const field: FormField = {
      name,
      property,
      type,
      required: facts.required && !isSwitch,
      admitsNull: type.kind === 'optional',
      isSwitch: isSwitch && facts.required,
      mustBeTrue,
      label: options.label ?? inWords(name),
      widget: options.widget ?? inferWidget(type, constraints, choices !== undefined),
      helpText: options.helpText ?? '',
      disabled: options.disabled ?? false,
      initial: options.initial ?? toInitial(facts.initial),
      choices,
      constraints,
      described: facts.described ?? [],
      conditions: facts.conditions,
      isConditional: facts.isConditional,
      transforms,
      minLength,
      maxLength,
      coerce: compileCoercion(type),
      read: this.#readers.compile(type),
      ...(group && { group }),
      isList: presentType(type).kind === 'list',
      isFile: holdsUpload(type),
    };
    this.problems.push(...findFieldProblems(field, options).map((problem) => ({ where, ...problem })));
    return field;
  }
}

/** Fields of a lower `order` first; those of the same one as they stand. */
export function inOrder<Ordered extends { readonly order: number }>(
  fields: readonly Ordered[],
): readonly Ordered[] {
  return fields.toSorted((a, b) => a.order - b.order);
}

function isBoolean(type: ValueType): boolean {
  const present = presentType(type);
  return present.kind === 'primitive' && present.name === 'boolean';
}

function isChosen({ widget }: FieldOptions): boolean {
  return widget === 'radio' || widget === 'select';
}

const yesOrNo: readonly ChoiceOf[] = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
];

/** A box that has to be checked, as one for terms of use. */
function asksForYes({ name, metadata }: FieldConstraint): boolean {
  return name === 'equals' && argsOf(metadata)[0] === true;
}

function toInitial(initial: unknown): FormField['initial'] {
  if (Array.isArray(initial)) return initial.length === 0 ? null : initial;
  const isPlain = ['string', 'number', 'boolean'].includes(typeof initial) || initial instanceof Date;
  // What a constructor puts there fits the type of the property, which boot has checked.
  return isPlain ? (initial as string) : null;
}
