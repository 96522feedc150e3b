import type { FormChoice } from '@mizan/protocol';
import { type MizanError, toMizanError } from '../mizan-error.js';
import { retryRead } from '../retry-read.js';
import type { FormDescription, FormField } from './form-description.js';
import type { FormSchema } from './form-store.js';

/** What is used of what the server says of how a form is shown (PROTOCOL 11). */
interface ServedSchema {
  readonly title: string;
  readonly subtitle: string | null;
  readonly submit_label: string;
  readonly fields: readonly ServedField[];
}

interface ServedField extends Pick<FormField, 'name' | 'label'> {
  readonly help_text: string;
  readonly initial: NonNullable<FormField['initial']> | null;
  readonly choices: readonly FormChoice[] | null;
  readonly fields?: readonly ServedField[];
}

export interface SchemaLoaderHost {
  readonly form: FormDescription<object, object>;
  /** Asks the server how the form is shown, with what is filled in. */
  readonly ask: (signal: AbortSignal) => Promise<unknown>;
  readonly changed: () => void;
}

/** Asks the server how a form is shown: for {@link formRef}, as generated code has it. */
export function servedSchema(host: SchemaLoaderHost): SchemaLoader {
  return new SchemaLoader(host);
}

/** How a form is shown: as it is described, and, where that depends on who asks, as the server says. */
export class SchemaLoader {
  readonly #host: SchemaLoaderHost;
  readonly #isServed: boolean;
  /** Whether what fields hold at first is the server's to say. */
  readonly #isPerRequest: boolean;
  #isThere: boolean;
  #isOn = false;
  #isOwed: boolean;
  #schema: FormSchema;
  #error: MizanError | undefined;
  #request: AbortController | undefined;
  #loading: Promise<void> | undefined;

  constructor(host: SchemaLoaderHost) {
    const { translated, refetchSchemaOnValidate, fields } = host.form;
    this.#host = host;
    this.#schema = host.form;
    this.#isPerRequest = fields.some(isPerRequest);
    this.#isThere = !this.#isPerRequest;
    this.#isServed = translated ?? refetchSchemaOnValidate ?? this.#isPerRequest;
    this.#isOwed = this.#isServed;
  }

  get schema(): FormSchema {
    return this.#schema;
  }

  get error(): MizanError | undefined {
    return this.#error;
  }

  /** Whether nobody knows yet what fields hold at first. */
  get isLoading(): boolean {
    return !this.#isThere && !this.#error;
  }

  /**
   * Waits until it is known what fields hold at first; undefined when it is.
   *
   * @throws {MizanError} when it cannot be asked
   */
  ready(): Promise<void> | undefined {
    return this.#isThere ? undefined : this.#waitForFirst();
  }

  /** The form was checked, so that it may be shown otherwise. */
  checked(): void {
    if (this.#host.form.refetchSchemaOnValidate && this.#isOn) void this.#load();
  }

  start(): void {
    this.#isOn = true;
    if (this.#isOwed) void this.#load();
  }

  stop(): void {
    this.#isOn = false;
    // Whoever shows it next may be another, or later.
    this.#isOwed = this.#isServed;
    this.#giveUp();
  }

  /** Forgets what was said to one person, and asks for another. */
  reset(): void {
    this.#schema = this.#host.form;
    this.#isThere = !this.#isPerRequest;
    this.#error = undefined;
    this.#giveUp();
    if (this.#isServed) void this.#load();
  }

  async #waitForFirst(): Promise<void> {
    this.#error = undefined;
    while (!this.#isThere) {
      // One that was given up gives way to the next.
      await (this.#request ? this.#loading : this.#load());
      if (this.#error) throw this.#error as MizanError;
    }
  }

  #load(): Promise<void> {
    return (this.#loading = this.#loadOnce());
  }

  #giveUp(): void {
    this.#request?.abort();
    this.#request = undefined;
  }

  async #loadOnce(): Promise<void> {
    this.#giveUp();
    this.#isOwed = false;
    const { signal } = (this.#request = new AbortController());
    let failure: MizanError | undefined;
    try {
      // A server that answers with success speaks the protocol.
      const served = (await retryRead(() => this.#host.ask(signal), signal)) as ServedSchema;
      if (!signal.aborted) {
        this.#schema = readServedSchema(this.#host.form, served);
        this.#isThere = true;
      }
    } catch (thrown) {
      failure = toMizanError(thrown);
    }
    if (signal.aborted) return;
    this.#request = undefined;
    this.#error = failure;
    this.#host.changed();
  }
}

function isPerRequest({ perRequest, fields }: FormField): boolean {
  return Boolean(perRequest ?? fields?.some(isPerRequest));
}

function readServedSchema(form: FormSchema, served: ServedSchema): FormSchema {
  return {
    title: served.title,
    submitLabel: served.submit_label,
    ...(served.subtitle !== null && { subtitle: served.subtitle }),
    fields: readServedFields(form.fields, served.fields),
  };
}

function readServedFields(
  fields: readonly FormField[],
  served: readonly ServedField[],
): readonly FormField[] {
  return fields.map((field) => {
    const found = served.find(({ name }) => name === field.name);
    if (!found) return field;
    return {
      ...field,
      label: found.label,
      ...(found.help_text && { helpText: found.help_text }),
      ...(found.initial !== null && { initial: found.initial }),
      ...(found.choices && { choices: found.choices }),
      ...(field.fields && found.fields && { fields: readServedFields(field.fields, found.fields) }),
    };
  });
}
