import type { FormText } from './form-text.js';
import type { FormRun } from './validate/form-run.js';

/** A text as it is shown: the app has the last word. A word that its dictionary lacks stands as it is. */
export async function translate(text: FormText, { settings, call }: FormRun): Promise<string> {
  const said: unknown = await settings.translate?.(text, call);
  return typeof said === 'string' ? said : text.text;
}
