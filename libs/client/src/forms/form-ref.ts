import type { FunctionRefOptions } from '../refs.js';
import type { FormDescription } from './form-description.js';

/** Carries types that exist only for the compiler. */
declare const types: unique symbol;

/** A form of the server with its types. `Data` is what a valid submission answers. */
export interface FormRef<Input extends object, Values extends object, Data> extends Pick<
  FunctionRefOptions,
  'body'
> {
  readonly form: FormDescription<Input, Values>;
  readonly [types]?: Data;
}

/**
 * Names a form for {@link createForm}, as generated code does.
 *
 * @param options `body: multipart` of `@mizan/client/uploads` for a form with files
 */
export function formRef<Input extends object, Values extends object, Data>(
  form: FormDescription<Input, Values>,
  options?: Pick<FunctionRefOptions, 'body'>,
): FormRef<Input, Values, Data> {
  return { form, ...options };
}
