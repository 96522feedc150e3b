import { memo, type ReactNode } from 'react';
import { type FieldHandlers, fieldProps, groupProps, type KnownField } from './field-props.js';
import { fieldLabel, fieldTexts } from './field-words.js';
import { formPart } from './form-part.js';
import type { Look } from './form-slots.js';
import type { FormField } from '@mizan/client/forms';

interface FieldViewProps extends KnownField {
  readonly field: FormField;
  readonly handlers: FieldHandlers;
  readonly look: Look;
}

/** One field with label, help and error. It renders anew only when something of it has changed. */
export const FieldView = memo(function FieldView({ handlers, look, ...known }: FieldViewProps): ReactNode {
  const { id, name, field, error } = known;
  const props = fieldProps(known, handlers, undefined);
  const { widget, choices = [] } = field;
  if (widget === 'hidden') return <input {...props} />;
  const isGroup = widget === 'radio';
  const radios = (isGroup ? choices : []).map((choice) => ({
    ...choice,
    props: fieldProps(known, handlers, choice.value),
  }));
  const of = { name, field };
  const label = fieldLabel(look, of, isGroup ? undefined : id);
  const input = formPart(look, 'input', { ...of, props, radios });
  const isFirst = widget === 'checkbox';
  const content = (
    <>
      {isFirst ? input : label} {isFirst ? label : input}
      {fieldTexts(look, id, of, error)}
    </>
  );
  const children = isGroup ? <fieldset {...groupProps(known)}>{content}</fieldset> : content;
  return formPart(look, 'field', { ...of, error, children });
});
