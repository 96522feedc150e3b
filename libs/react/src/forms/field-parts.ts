import {
  type FieldPath,
  type FieldsState,
  type FieldValue,
  type FormSchema,
  placeOf,
  valueAt,
} from '@mizan/client/forms';
import {
  choiceId,
  type FieldHandlers,
  type FieldProps,
  fieldProps,
  type GroupProps,
  groupProps,
} from './field-props.js';
import type { InputPath } from './field-names.js';

/** What makes a `<label>` that of a field. */
export interface LabelProps {
  readonly htmlFor: string;
  readonly children: string;
}

/** What makes an element the help of a field, or what is wrong with it. */
export interface TextProps {
  readonly id: string;
  readonly children: string | undefined;
}

/** What a radio button can stand for. */
type ChoiceOf<Input, Path extends string> = Extract<FieldValue<Input, Path>, string>;

/** Spreads onto elements, so that they show a field and belong together. */
export interface FieldParts<Input> {
  /**
   * For `<input>`, `<textarea>` or `<select>`.
   *
   * @param choice of a radio button: what it stands for
   */
  readonly field: <Path extends InputPath<Input>>(path: Path, choice?: ChoiceOf<Input, Path>) => FieldProps;
  /** For `<label>`. */
  readonly labelFor: <Path extends FieldPath<Input>>(
    path: Path,
    choice?: ChoiceOf<Input, Path>,
  ) => LabelProps;
  /** For the `<fieldset>` of radio buttons, or of a list. */
  readonly groupFor: (path: FieldPath<Input>) => GroupProps;
  /** For what shows its help; without content where there is none. */
  readonly helpFor: (path: FieldPath<Input>) => TextProps;
  /** For what shows what is wrong with it; without content where nothing is. */
  readonly errorFor: (path: FieldPath<Input>) => TextProps;
}

/** @param prefix what ids and names begin with, so that forms and rows on one page are told apart */
export function fieldParts<Input extends object>(
  { data, errors }: Pick<FieldsState<Input>, 'data' | 'errors'>,
  { fields }: FormSchema,
  handlers: FieldHandlers,
  prefix: { readonly id: string; readonly name: string },
): FieldParts<Input> {
  const known = (path: string) => ({
    id: `${prefix.id}-${path}`,
    name: prefix.name + path,
    field: placeOf(fields, path).field,
    value: valueAt(data, path),
    error: errors[path],
  });
  return {
    field: (path, choice) => fieldProps(known(path), handlers, choice),
    labelFor(path, choice) {
      const of = known(path);
      const chosen = of.field?.choices?.find(({ value }) => value === choice);
      if (choice === undefined) return { htmlFor: of.id, children: of.field?.label ?? path };
      return { htmlFor: choiceId(of, choice), children: chosen?.label ?? choice };
    },
    groupFor: (path) => groupProps(known(path)),
    helpFor(path) {
      const { id, field } = known(path);
      return { id: `${id}-help`, children: field?.helpText };
    },
    errorFor(path) {
      const { id, error } = known(path);
      return { id: `${id}-error`, children: error?.message };
    },
  };
}
