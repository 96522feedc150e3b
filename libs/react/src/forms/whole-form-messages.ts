import { type FormField, type FormState, placeOf } from '@mizan/client/forms';
import type { FormTexts } from './form-slots.js';

/** What no field can show: what is wrong with the form as a whole, or with what nobody sees, and a call that failed. */
export function wholeFormMessages(
  {
    schema,
    errors,
    formErrors,
    error,
  }: Pick<FormState<object>, 'schema' | 'errors' | 'formErrors' | 'error'>,
  { failure }: FormTexts,
): readonly string[] {
  const unseen = Object.entries(errors).flatMap(([path, { message }]) => {
    const { field } = placeOf(schema.fields, path);
    return isSeen(field) ? [] : [`${field?.label ?? path}: ${message}`];
  });
  const messages = [...formErrors.map(({ message }) => message), ...unseen];
  return error ? [...messages, failure?.(error) ?? error.message] : messages;
}

function isSeen(field: FormField | undefined): boolean {
  return field !== undefined && field.widget !== 'hidden';
}
