import type { CallOptions, Mizan } from '../create-mizan.js';
import type { MizanError } from '../mizan-error.js';
import { functionRef } from '../refs.js';
import type { Fields, FieldsHost } from './fields.js';
import type { FormRef } from './form-ref.js';
import type { ConnectionState, FieldsOptions } from './form-store.js';
import type { SchemaLoader } from './schema-loader.js';
import { Submission } from './submission.js';

/** A form of any types, and what it calls. */
type AnyFormRef = Pick<FormRef<object, object, unknown>, 'form' | 'body' | 'served'>;

export interface ConnectionHost<Input extends object> extends FieldsOptions {
  /** What is submitted with. */
  readonly role: 'submit' | 'formset.submit';
  /** For how long what was accepted is not sent once more, in milliseconds. */
  readonly rest: number;
  /** All that is filled in. */
  readonly fields: () => readonly Fields<Input>[];
  /** What choices may depend on. */
  readonly data: () => object;
  /** Gives up a submission that is under way. */
  readonly cancel: () => void;
  /** Something is other than it was. */
  readonly changed: () => void;
}

/** What a form and a formset have in common: whom they tell, what they call, and how they are shown. */
export class FormConnection<Input extends object, Result> {
  readonly submission: Submission<Result>;
  /** What fields are made with. */
  readonly fieldsHost: FieldsHost;
  readonly #mizan: Mizan;
  readonly #ref: AnyFormRef;
  readonly #host: ConnectionHost<Input>;
  readonly #loader: SchemaLoader | undefined;
  readonly #listeners = new Set<() => void>();
  #stop: (() => void) | undefined;

  constructor(mizan: Mizan, ref: AnyFormRef, host: ConnectionHost<Input>) {
    const { form } = ref;
    const changed = () => this.notify();
    this.#mizan = mizan;
    this.#ref = ref;
    this.#host = host;
    this.#loader = ref.served?.({
      form,
      ask: (signal) => this.#call('schema', { data: host.data() }, { signal }),
      changed: () => this.#follow(),
    });
    this.submission = new Submission({
      rest: host.rest,
      send: (args, options) => this.#call(host.role, args, options),
      changed,
    });
    this.fieldsHost = {
      form,
      messages: host.messages,
      schema: () => this.#loader?.schema ?? form,
      isSubmitting: () => this.submission.isUnderWay,
      validate: (args, signal) => this.#call('validate', args, { signal }),
      validated: () => this.checked(),
      changed,
    };
  }

  get state(): ConnectionState {
    const { state } = this.submission;
    const { error, isLoading = false } = this.#loader ?? {};
    return { ...state, error: state.error ?? error, isLoading, schema: this.fieldsHost.schema() };
  }

  get isSubscribed(): boolean {
    return this.#stop !== undefined;
  }

  subscribe(listener: () => void): () => void {
    // One listener may come twice.
    const own = () => listener();
    this.#listeners.add(own);
    this.#stop ??= this.#start();
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }

  notify(): void {
    this.#host.changed();
    for (const tell of this.#listeners) tell();
  }

  /** Submits, once it is known what fields hold at first: what is stored is not to be emptied. */
  submit(send: () => Promise<Result>, refuse: (error: MizanError) => Result): Promise<Result> {
    return this.submission.once(async () => {
      const ready = this.#loader?.ready();
      const end = ready && (await this.submission.wait(ready));
      return end ? refuse(end) : send();
    });
  }

  /** The server has looked at what is filled in. */
  checked(): void {
    this.#loader?.checked();
  }

  #call(role: string, args: object, options: CallOptions): Promise<unknown> {
    const { form, body } = this.#ref;
    return this.#mizan.call(functionRef<object, unknown>(`${form.name}.${role}`, { body }), args, options);
  }

  #follow(): void {
    for (const fields of this.#host.fields()) fields.follow();
    this.notify();
  }

  /** Begins to ask the server, and gives what ends it. */
  #start(): () => void {
    this.#loader?.start();
    for (const fields of this.#host.fields()) fields.start();
    const ignore = this.#mizan.onReset(() => {
      // Nobody is told what came of what another has sent.
      this.#host.cancel();
      this.submission.forgetContent();
      this.#loader?.reset();
      for (const fields of this.#host.fields()) fields.handOver();
      this.notify();
    });
    return () => {
      ignore();
      this.#loader?.stop();
      for (const fields of this.#host.fields()) fields.stop();
      this.#host.changed();
    };
  }
}
