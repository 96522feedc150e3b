import type { CallOptions, Mizan } from '../create-mizan.js';
import { functionRef } from '../refs.js';
import type { Fields, FieldsHost } from './fields.js';
import type { FormRef } from './form-ref.js';
import type { FieldsOptions, FormSchema, SubmissionState } from './form-store.js';
import { createSchemaLoader } from './schema-loader.js';
import { createSubmission } from './submission.js';

/** A form of any types, and what it calls. */
export type AnyFormRef = Pick<FormRef<object, object, unknown>, 'form' | 'body'>;

export interface ConnectionHost extends FieldsOptions {
  /** What is submitted with. */
  readonly role: 'submit' | 'formset.submit';
  /** All that is filled in. */
  readonly fields: () => readonly Fields<object>[];
  /** What choices may depend on. */
  readonly data: () => object;
  /** Something is other than it was. */
  readonly changed: () => void;
}

/** What a form and a formset have in common: whom they tell, what they call, and how they are shown. */
export function createFormConnection<Result>(mizan: Mizan, { form, body }: AnyFormRef, host: ConnectionHost) {
  const listeners = new Set<{ readonly notify: () => void }>();
  let stop: (() => void) | undefined;

  const call = (role: string, args: object, options: CallOptions): Promise<unknown> =>
    mizan.call(functionRef<object, unknown>(`${form.name}.${role}`, { body }), args, options);

  function notify(): void {
    host.changed();
    for (const listener of listeners) listener.notify();
  }

  function follow(isOther: boolean): void {
    for (const fields of host.fields()) fields.follow(isOther);
    notify();
  }

  const loader = createSchemaLoader({
    form,
    ask: (signal) => call('schema', { data: host.data() }, { signal }),
    changed: () => follow(false),
  });
  const submission = createSubmission<Result>({
    send: (args, options) => call(host.role, args, options),
    changed: notify,
  });

  /** Begins to ask the server, and gives what ends it. */
  function start(): () => void {
    loader.start();
    for (const fields of host.fields()) fields.start();
    const ignore = mizan.onReset(() => {
      submission.accepted();
      loader.reset();
      follow(true);
    });
    return () => {
      ignore();
      loader.stop();
      for (const fields of host.fields()) fields.stop();
      host.changed();
    };
  }

  const fieldsHost: FieldsHost = {
    form,
    messages: host.messages,
    schema: loader.schema,
    isSubmitting: submission.isUnderWay,
    validate: (args, signal) => call('validate', args, { signal }),
    validated: () => loader.checked(),
    changed: notify,
  };

  return {
    submission,
    fieldsHost,
    notify,
    /** The server has looked at what was submitted. */
    checked: () => loader.checked(),
    isSubscribed: () => stop !== undefined,
    state(): SubmissionState & { readonly schema: FormSchema } {
      const state = submission.state();
      return { ...state, error: state.error ?? loader.error(), schema: loader.schema() };
    },
    subscribe(listener: () => void): () => void {
      // One listener may come twice.
      const own = { notify: listener };
      listeners.add(own);
      stop ??= start();
      return () => {
        listeners.delete(own);
        if (listeners.size > 0) return;
        stop?.();
        stop = undefined;
      };
    },
  };
}
