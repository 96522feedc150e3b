import type { FunctionRefOptions } from '../refs.js';
import type { FormDescription } from './form-description.js';
import type { SchemaLoader, SchemaLoaderHost } from './schema-loader.js';

/** Carries types that exist only for the compiler. */
declare const types: unique symbol;

/** What only some forms need, so that the others do not weigh of it. */
export interface FormRefOptions extends Pick<FunctionRefOptions, 'body'> {
  /** Asks the server how the form is shown. @default it is shown as described, to everybody */
  readonly served?: (host: SchemaLoaderHost) => SchemaLoader;
}

/** A form of the server with its types. `Data` is what a valid submission answers. */
export interface FormRef<Input extends object, Values extends object, Data> extends FormRefOptions {
  readonly form: FormDescription<Input, Values>;
  readonly [types]?: Data;
}

/**
 * Names a form for {@link createForm}, as generated code does.
 *
 * @param options `body: multipart` of `@mizan/client/uploads` for a form with files; `served: servedSchema` for one that
 *   is `translated`, or has fields that are `perRequest`, or `refetchSchemaOnValidate`
 */
export function formRef<Input extends object, Values extends object, Data>(
  form: FormDescription<Input, Values>,
  options?: FormRefOptions,
): FormRef<Input, Values, Data> {
  return { form, ...options };
}
