import type { ModuleMetadata } from '@nestjs/common';
import { type StartedApp, startApp, type StartOptions } from './start-app.js';

/** What is wrong with a form, as tests look at it: a code and a text for each field. */
export type Wrong = Readonly<Record<string, readonly [code: string, text: string]>>;

export interface FormsApp extends StartedApp {
  /** The result of a call. @throws with the answer when it is an error */
  ask(fn: string, args?: unknown, headers?: Record<string, string>): Promise<unknown>;
  /** What `.validate` finds. */
  validate(form: string, data: object, only?: readonly string[]): Promise<Wrong>;
}

/** An app with forms. */
export async function startForms(metadata: ModuleMetadata, options: StartOptions = {}): Promise<FormsApp> {
  const started = await startApp(metadata, options);
  const ask: FormsApp['ask'] = async (fn, args, headers) => {
    const response = await started.call(fn, args, headers);
    const body = await readObject(response);
    if (!response.ok) throw new Error(`${fn}: ${response.status} ${JSON.stringify(body)}`);
    return body['result'];
  };
  return {
    ...started,
    ask,
    validate: async (form, data, only) => readWrong(await ask(`${form}.validate`, { data, only })),
  };
}

/** The errors of a form by field; of several of a field, the last. */
function readWrong(answer: unknown): Wrong {
  const { errors } = answer as {
    readonly errors: readonly {
      readonly field: string;
      readonly errors: readonly { readonly code: string; readonly message: string }[];
    }[];
  };
  return Object.fromEntries(
    errors.flatMap(({ field, errors: found }) =>
      found.map(({ code, message }) => [field, [code, message] as const]),
    ),
  );
}

async function readObject(response: Response): Promise<Readonly<Record<string, unknown>>> {
  return JSON.parse(await response.text());
}
