import { type CallOptions, functionRef, type Mizan } from '@mizan/client';
import type { FormRef } from '@mizan/client/forms';
import type { ErrorOption, FieldValues, Path } from 'react-hook-form';
import { readFiles } from './read-files.js';

/** What is wrong with a field, or with the `root`: what `setError` takes. */
export interface RefusedField<Input extends FieldValues> {
  readonly path: Path<Input> | 'root';
  readonly error: ErrorOption;
}

export type FormAnswer<Input extends FieldValues, Data> =
  | { readonly success: true; readonly data: Data }
  | { readonly success: false; readonly errors: readonly RefusedField<Input>[] };

/** What the server says (PROTOCOL 11). */
type Served<Data> =
  | { readonly success: true; readonly data: Data }
  | {
      readonly success: false;
      readonly errors: {
        readonly errors: readonly {
          readonly field: string;
          readonly errors: readonly { readonly code: string; readonly message: string }[];
        }[];
      };
    };

/**
 * Submits what was filled in with React Hook Form, and says in its words what the server refuses.
 *
 * @example
 * const answer = await submitForm(mizan, contactForm, values);
 * if (!answer.success) for (const { path, error } of answer.errors) setError(path, error);
 * @throws {MizanError} when the call fails; what is wrong with the form is an answer
 */
export async function submitForm<Input extends FieldValues, Values extends object, Data>(
  mizan: Mizan,
  { form, body }: FormRef<Input, Values, Data>,
  values: Input | Values,
  options: CallOptions = {},
): Promise<FormAnswer<Input, Data>> {
  const submit = functionRef<unknown, Served<Data>>(`${form.name}.submit`, { body });
  const answer = await mizan.call(submit, readFiles(values, form.fields), options);
  if (answer.success) return { success: true, data: answer.data };
  const errors = answer.errors.errors.flatMap(({ field, errors: [first] }) =>
    first === undefined
      ? []
      : [{ path: pathOf<Input>(field), error: { type: first.code, message: first.message } }],
  );
  return { success: false, errors };
}

function pathOf<Input extends FieldValues>(field: string): Path<Input> | 'root' {
  // The server names fields of the form.
  return field === '__all__' ? 'root' : (field as Path<Input>);
}
