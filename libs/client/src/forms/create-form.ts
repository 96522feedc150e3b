import type { Mizan } from '../create-mizan.js';
import type { MizanError } from '../mizan-error.js';
import { Fields } from './fields.js';
import { FormConnection } from './form-connection.js';
import type { FormRef } from './form-ref.js';
import type { FormOptions, FormState, FormStore, SubmitResult } from './form-store.js';
import type { SubmissionEnd } from './submission.js';
import { withoutFiles } from './values.js';

/** What a submission is answered (PROTOCOL 11). */
type Answer<Data> =
  { readonly success: true; readonly data: Data } | { readonly success: false; readonly errors: unknown };

/**
 * Makes a form to be filled in: what its fields hold, what is wrong with it, and its submission. Nothing is sent before
 * somebody subscribes or submits.
 *
 * @example
 * const form = createForm(mizan, contactForm, { onSuccess: () => form.reset() });
 * form.subscribe(() => show(form.getState()));
 * form.set('email', 'ada@example.org');
 * form.touch('email');
 * await form.submit();
 */
export function createForm<Input extends object, Values extends object, Data>(
  mizan: Mizan,
  ref: FormRef<Input, Values, Data>,
  options: FormOptions<Input, Data> = {},
): FormStore<Input, Data> {
  let state: FormState<Input> | undefined;
  const connection = new FormConnection<Input, SubmitResult<Data>>(mizan, ref, {
    role: 'submit',
    // Longer than a double click takes, and shorter than to read what came of it and want it again.
    rest: 1000,
    messages: options.messages,
    fields: () => [fields],
    data: () => withoutFiles(fields.data) as object,
    cancel,
    changed: () => (state = undefined),
  });
  const { submission } = connection;
  const fields: Fields<Input> = new Fields(connection.fieldsHost, options.initial);

  async function submit(): Promise<SubmitResult<Data>> {
    fields.submitting();
    if (fields.isWrong) {
      fields.blocked();
      submission.forgetError();
      return refusal();
    }
    const sent = fields.data;
    const end = await submission.run(sent);
    const result = settle(sent, end);
    connection.notify();
    if (result.success) options.onSuccess?.(result.data);
    return result;
  }

  function settle(sent: object, end: SubmissionEnd): SubmitResult<Data> {
    if (end.kind !== 'answered') {
      if (end.kind === 'failed') fields.resume();
      return refusal(end.error);
    }
    // A server that answers with success speaks the protocol.
    const answer = end.answer as Answer<Data>;
    if (answer.success) {
      submission.forgetContent();
      if (sent === fields.data) submission.settle();
      fields.accepted(sent);
      return answer;
    }
    fields.refused(sent, answer.errors);
    connection.checked();
    return refusal();
  }

  function refusal(error?: MizanError): SubmitResult<Data> {
    const { errors, formErrors } = fields.getState();
    return { success: false, errors, formErrors, firstError: Object.keys(errors)[0], error };
  }

  function cancel(): void {
    if (!submission.isUnderWay) return;
    submission.cancel();
    fields.cancelled();
    connection.notify();
  }

  return {
    getState: () => (state ??= { ...fields.getState(), ...connection.state }),
    subscribe: (listener) => connection.subscribe(listener),
    set(path: string | object, value?: unknown) {
      submission.unsettle();
      if (typeof path === 'string') fields.set(path, value);
      else fields.setAll(path);
    },
    touch: (path) => fields.touch(path),
    submit: () => connection.submit(submit, refusal),
    cancel,
    reset(initial) {
      submission.reset();
      fields.reset(initial);
      connection.notify();
    },
  };
}
