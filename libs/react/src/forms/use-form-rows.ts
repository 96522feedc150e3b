import { placeOf } from '@mizan/client/forms';
import type { FormResult } from './create-form-hook.js';
import type { ListPath } from './field-names.js';
import { type ListRows, useListRows } from './use-list-rows.js';

/**
 * The rows of a list in a form, of objects or of texts, to be shown by hand.
 *
 * @param form what the form's hook gave
 *
 * @example
 * const { rows, add } = useFormRows(form, 'lines');
 * rows.map(({ key, name }) => <input key={key} {...form.field(`${name}.sku`)} />);
 */
export function useFormRows<Input extends object, Data, Name extends ListPath<Input>>(
  { schema, data, set }: FormResult<Input, Data>,
  name: Name,
): ListRows<Name> {
  const { field } = placeOf(schema.fields, name);
  // Paths are put together from the names of the fields.
  return useListRows({ name, field, data, set: set as unknown as (path: string, value: unknown) => void });
}
