import type { FormOptions, FormRef } from '@mizan/client/forms';
import { type ReactNode, useMemo } from 'react';
import { fieldViews } from './field-views.js';
import { formPart } from './form-part.js';
import type { FormSlots, FormTexts, PartName } from './form-slots.js';
import { useForm } from './use-form.js';
import { wholeFormMessages } from './whole-form-messages.js';

/** Options and slots as last rendered, but for `initial`, which counts at first. */
export interface FormComponentProps<Input extends object, Data> extends FormOptions<Input, Data> {
  /** Of the `<form>`. */
  readonly className?: string | undefined;
  /** Of its parts. */
  readonly classNames?: { readonly [Name in PartName]?: string | undefined } | undefined;
  /** What shows parts in place of the component. */
  readonly slots?: FormSlots<Input> | undefined;
  readonly texts?: FormTexts | undefined;
  /** Shown in front of the submit button. */
  readonly children?: ReactNode;
}

const nothing = {};

/** Makes the component that shows a whole form, without any styles. */
export function createFormComponent<Input extends object, Values extends object, Data>(
  ref: FormRef<Input, Values, Data>,
): (props: FormComponentProps<Input, Data>) => ReactNode {
  function Form(props: FormComponentProps<Input, Data>): ReactNode {
    const { className, classNames = nothing, slots = nothing, texts = nothing, children, ...options } = props;
    const { id, state, store, handlers } = useForm(ref, options);
    // Slots were checked against the names of the fields; below, these are texts.
    const look = useMemo(() => ({ classNames, slots, texts }), [classNames, slots, texts]);
    const { schema, data, errors, isSubmitting, progress } = state;
    // Paths are put together from the names of the fields.
    const set = store.set as unknown as (path: string, value: unknown) => void;
    const messages = wholeFormMessages(state, texts);
    return (
      <form className={className} aria-label={schema.title} noValidate onSubmit={handlers.onSubmit}>
        {formPart(look, 'title', { subtitle: schema.subtitle, children: schema.title })}
        <div role="alert">{messages.length > 0 && formPart(look, 'errors', { messages })}</div>
        {fieldViews(schema.fields, { id, data, errors, handlers, look, set })}
        {children}
        {progress !== undefined && formPart(look, 'progress', { value: progress, cancel: store.cancel })}
        {formPart(look, 'submit', { isSubmitting, children: schema.submitLabel })}
      </form>
    );
  }
  Form.displayName = ref.form.name;
  return Form;
}
