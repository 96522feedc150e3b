import { type MizanError, toMizanError } from '../mizan-error.js';
import { retryRead } from '../retry-read.js';
import type { FormChoice, FormDescription, FormField } from './form-description.js';
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

export interface SchemaLoaderOptions {
  readonly form: FormDescription<object, object>;
  /** Asks the server how the form is shown, with what is filled in. */
  readonly ask: (signal: AbortSignal) => Promise<unknown>;
  readonly changed: () => void;
}

export type SchemaLoader = ReturnType<typeof createSchemaLoader>;

/** How a form is shown: as it is described, and, where that depends on who asks, as the server says. */
export function createSchemaLoader({ form, ask, changed }: SchemaLoaderOptions) {
  const isServed = form.translated || form.refetchSchemaOnValidate || form.fields.some(isPerRequest);
  let isOn = false;
  let isOwed = isServed;
  let schema: FormSchema = form;
  let error: MizanError | undefined;
  let request: AbortController | undefined;

  async function load(): Promise<void> {
    request?.abort();
    isOwed = false;
    const { signal } = (request = new AbortController());
    let failure: MizanError | undefined;
    try {
      // A server that answers with success speaks the protocol.
      const served = (await retryRead(() => ask(signal), signal)) as ServedSchema;
      if (!signal.aborted) schema = readServedSchema(form, served);
    } catch (thrown) {
      failure = toMizanError(thrown);
    }
    if (signal.aborted) return;
    request = undefined;
    error = failure;
    isOwed = failure !== undefined;
    changed();
  }

  return {
    schema: () => schema,
    error: () => error,
    /** The form was checked, so that it may be shown otherwise. */
    checked(): void {
      if (form.refetchSchemaOnValidate && isOn) void load();
    },
    start(): void {
      isOn = true;
      if (isOwed) void load();
    },
    stop(): void {
      isOn = false;
      // Whoever shows it next may be another, or later.
      isOwed = isServed;
      request?.abort();
      request = undefined;
    },
    /** Forgets what was said to one person, and asks for another. */
    reset(): void {
      schema = form;
      error = undefined;
      isOwed = isServed;
      request?.abort();
      if (isOn && isServed) void load();
    },
  };
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
