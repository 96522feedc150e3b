import type { DefaultValue, FormConstraint } from '@mizan/protocol';
import type { FieldChoice, FieldInitial } from '../declare/field.decorator.js';
import type { PerRequest } from '../declare/form-call.js';
import type { Widget } from '@mizan/protocol';
import type { ReadValue } from '../../input/read-value.js';
import type { TransformMetadata } from '../../types/transformer-storage.js';
import type { DtoClass } from '../../types/type-declaration.js';
import type { ValueType } from '../../types/value-type.js';
import type { CoerceValue } from './coerce-value.js';
import type { FieldConstraint } from './field-constraint.js';

/** The fields of a form, or of an object in it. */
export interface FieldGroup {
  /** What they are read into; undefined for a plain object, which a schema makes something of. */
  readonly type: DtoClass | undefined;
  /** In the order of the form. */
  readonly fields: readonly FormField[];
}

/** One field with everything about it that can be known before a form is shown. */
export interface FormField {
  /** As it stands in the data. */
  readonly name: string;
  /** In what the method gets. */
  readonly property: string;
  readonly type: ValueType;
  /** Whether it has to be filled in. */
  readonly required: boolean;
  readonly admitsNull: boolean;
  /** Not to be filled in is to say no. */
  readonly isSwitch: boolean;
  /** A schema takes nothing but yes, as for terms of use; of a class, a constraint says it. */
  readonly mustBeTrue: boolean;
  readonly label: string;
  readonly widget: Widget;
  readonly helpText: string;
  readonly disabled: boolean;
  readonly initial: FieldInitial | PerRequest<FieldInitial | undefined>;
  readonly choices: readonly ChoiceOf[] | PerRequest<readonly FieldChoice[]> | undefined;
  readonly constraints: readonly FieldConstraint[];
  /** What a schema says that it checks, for clients; of a class, the constraints say it. */
  readonly described: readonly FormConstraint[];
  /** Any that says no leaves all constraints out. */
  readonly conditions: readonly ((object: object, value: unknown) => unknown)[];
  /** Whether one of these looks at more than whether the value is there: only the app knows what it says. */
  readonly isConditional: boolean;
  readonly transforms: readonly TransformMetadata[];
  /** Lengths that a browser can keep to by itself. */
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly coerce: CoerceValue;
  readonly read: ReadValue;
  /** The fields in it, when it is an object or a list of objects. */
  readonly group?: FieldGroup;
  readonly isList: boolean;
  /** A page cannot send files along where it only has a form checked. */
  readonly isFile: boolean;
}

/** Whether an initial value is the same for everybody, and one that the graph can hold. */
export function isPrintable(initial: FormField['initial']): initial is DefaultValue {
  return typeof initial === 'string' || typeof initial === 'boolean' || Number.isFinite(initial);
}

/** A choice that is complete. */
export interface ChoiceOf {
  readonly value: string;
  readonly label: string;
}

export function toChoice(choice: FieldChoice): ChoiceOf {
  if (typeof choice !== 'object') return { value: String(choice), label: inWords(String(choice)) };
  return { value: String(choice.value), label: choice.label };
}

/** A name in words with capitals: `order_line` and `orderLine` are `Order Line`. */
export function inWords(name: string): string {
  return name
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .split(/[\s_.-]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
