import { byPath } from './by-path.js';
import type { FormDescription, FormField } from './form-description.js';
import type { FieldError, FieldErrors, FieldsOptions } from './form-store.js';
import { placeOf } from './place-of.js';

/** What is wrong with a form: one error a field. */
export interface FoundErrors {
  readonly errors: FieldErrors;
  readonly formErrors: readonly FieldError[];
}

/** What the server says of a form (PROTOCOL 11). */
interface ServedErrors {
  readonly errors: readonly { readonly field: string; readonly errors: readonly FieldError[] }[];
}

export function readServed(answer: unknown, fields: readonly FormField[]): FoundErrors {
  // A server that answers with success speaks the protocol.
  const { errors: served } = answer as ServedErrors;
  const found = served.flatMap(({ field, errors }) =>
    // That of the form as a whole.
    errors.map((error) => [field === '__all__' ? '' : field, error] as const),
  );
  return collect(found, fields);
}

/**
 * What can be told without the server.
 *
 * @throws TypeError for a schema that is asynchronous
 */
export function checkLocally(
  { schema }: Pick<FormDescription<object, object>, 'schema'>,
  fields: readonly FormField[],
  data: object,
  messages: FieldsOptions['messages'],
): FoundErrors {
  const result = schema['~standard'].validate(data);
  if (result instanceof Promise) throw new TypeError('The schema of a form must be synchronous.');
  const found = (result.issues ?? []).map(({ path = [], message, params }) => {
    const field = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
    const { code = 'invalid', constraint, args = [] } = params ?? {};
    const label = placeOf(fields, field).field?.label ?? '';
    const said = messages?.({ code, constraint, args, field, label, message }) ?? message;
    return [field, { code, message: said }] as const;
  });
  return collect(found, fields);
}

export function isAny({ errors, formErrors }: FoundErrors): boolean {
  return Object.keys(errors).length + formErrors.length > 0;
}

function collect(
  found: readonly (readonly [path: string, error: FieldError])[],
  fields: readonly FormField[],
): FoundErrors {
  const errors = new Map<string, FieldError>();
  const formErrors: FieldError[] = [];
  for (const [path, error] of found) {
    if (path === '') formErrors.push(error);
    else {
      const place = placeOf(fields, path).path;
      if (!errors.has(place)) errors.set(place, error);
    }
  }
  return { errors: byPath(Object.fromEntries(errors)), formErrors };
}
