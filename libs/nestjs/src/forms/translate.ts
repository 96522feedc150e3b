import type { FormText } from './form-text.js';
import type { FormRun } from './validate/form-run.js';

/** A text as it is shown: the app has the last word. */
export async function translate(text: FormText, { settings, call }: FormRun): Promise<string> {
  return settings.translate === undefined ? text.text : settings.translate(text, call);
}
