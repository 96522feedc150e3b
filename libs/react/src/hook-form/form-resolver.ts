import { type FormRef, type LocalError, type SchemaIssue, placeOf } from '@mizan/client/forms';
import type { FieldErrors, FieldValues, Resolver } from 'react-hook-form';
import { readFiles } from './read-files.js';

export interface ResolverOptions {
  /** Says errors in other words. @default in those of the schema */
  readonly messages?: ((error: LocalError) => string) | undefined;
}

/**
 * Has React Hook Form check a form as its own hook would, as far as that is possible without the server. What it hands
 * to `handleSubmit` are the values as the server gets them.
 *
 * @example
 * const form = useForm({ resolver: formResolver(contactForm) });
 */
export function formResolver<Input extends FieldValues, Values extends object, Data>(
  { form }: FormRef<Input, Values, Data>,
  { messages }: ResolverOptions = {},
): Resolver<Input, unknown, Values> {
  return async (values) => {
    const { fields, schema } = form;
    const result = await schema['~standard'].validate(readFiles(values, fields));
    if (!result.issues) return { values: result.value, errors: {} };
    const errors: ErrorTree = {};
    for (const issue of result.issues) {
      const path = pathOf(issue);
      const { code = 'invalid', constraint, args = [] } = issue.params ?? {};
      const label = placeOf(fields, path.join('.')).field?.label ?? '';
      const { message } = issue;
      const said = messages?.({ code, constraint, args, field: path.join('.'), label, message });
      place(errors, path, { type: code, message: said ?? message });
    }
    // Its shape is that of the input, and so are the paths of issues.
    return { values: {}, errors: errors as FieldErrors<Input> };
  };
}

/** Errors as React Hook Form has them: shaped as the values, lists as well. */
interface ErrorTree {
  [name: string]: ErrorTree | { readonly type: string; readonly message: string };
}

function pathOf({ path = [] }: SchemaIssue): readonly string[] {
  return path.map((part) => String(typeof part === 'object' ? part.key : part));
}

/** The first error of a field counts; what is of no field is of the root. */
function place(
  errors: ErrorTree,
  path: readonly string[],
  error: { readonly type: string; readonly message: string },
): void {
  const [name = 'root', next, ...rest] = path;
  if (next === undefined) errors[name] ??= error;
  else {
    // Only what is longer than its parent comes here, so that there is a tree.
    const inner = (errors[name] ??= /^\d+$/.test(next) ? asTree([]) : {}) as ErrorTree;
    place(inner, [next, ...rest], error);
  }
}

/** Errors of a list are a list. */
function asTree(list: unknown[]): ErrorTree {
  return list as unknown as ErrorTree;
}
