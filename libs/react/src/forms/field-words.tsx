import type { FieldError, FormField } from '@mizan/client/forms';
import type { ReactNode } from 'react';
import { isRequired } from './field-props.js';
import { formPart } from './form-part.js';
import type { Look } from './form-slots.js';

interface NamedField {
  readonly name: string;
  readonly field: FormField;
}

/** @param htmlFor the control; undefined for the legend of several */
export function fieldLabel(look: Look, of: NamedField, htmlFor: string | undefined): ReactNode {
  const { label } = of.field;
  const children = (
    <>
      {label}
      {isRequired(of.field) && <span aria-hidden="true"> *</span>}
    </>
  );
  return formPart(look, 'label', {
    ...of,
    as: htmlFor === undefined ? 'legend' : 'label',
    htmlFor,
    children,
  });
}

/** Help and error, as far as there are any. */
export function fieldTexts(look: Look, id: string, of: NamedField, error: FieldError | undefined): ReactNode {
  const { helpText } = of.field;
  return (
    <>
      {helpText && formPart(look, 'help', { ...of, id: `${id}-help`, children: helpText })}
      {error && formPart(look, 'error', { ...of, id: `${id}-error`, children: error.message })}
    </>
  );
}
