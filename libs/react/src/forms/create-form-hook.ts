import type { FormOptions, FormRef, FormState, FormStore } from '@mizan/client/forms';
import type { FormHandlers } from './bind-form.js';
import { type FieldParts, fieldParts } from './field-parts.js';
import type { SchemaOf } from './field-names.js';
import { useForm } from './use-form.js';

/** What makes a `<form>` that of the hook. A submission that is refused leads to the first field that is wrong. */
export interface FormProps extends Pick<FormHandlers, 'onSubmit'> {
  /** Errors are shown by the form, and not by the browser as well. */
  readonly noValidate: true;
}

/** What a form's hook gives. `set`, `submit`, `cancel` and `reset` stay the same. */
export interface FormResult<Input extends object, Data>
  extends
    Omit<FormState<Input>, 'schema'>,
    FieldParts<Input>,
    Pick<FormStore<Input, Data>, 'set' | 'submit' | 'cancel' | 'reset'> {
  readonly schema: SchemaOf<Input>;
  readonly form: FormProps;
}

/** Options count as last rendered, but for `initial`, which counts at first. */
export type FormHook<Input extends object, Data> = (
  options?: FormOptions<Input, Data>,
) => FormResult<Input, Data>;

/** Makes the hook of a form. Each component that uses it has a form of its own, which is gone when the component is. */
export function createFormHook<Input extends object, Values extends object, Data>(
  ref: FormRef<Input, Values, Data>,
): FormHook<Input, Data> {
  return function useOwnForm(options = {}) {
    const { id, state, store, handlers } = useForm(ref, options);
    const { set, submit, cancel, reset } = store;
    return {
      ...state,
      // A form is described with the fields of its input.
      schema: state.schema as SchemaOf<Input>,
      ...fieldParts<Input>(state, state.schema, handlers, { id, name: '' }),
      set,
      submit,
      cancel,
      reset,
      form: { onSubmit: handlers.onSubmit, noValidate: true },
    };
  };
}
