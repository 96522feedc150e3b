import { type ChoiceOf, type FormField, toChoice } from '../compile/form-field.js';
import type { FormRun } from '../validate/form-run.js';

/** What can be chosen by whoever asks now; undefined where anything can be written. */
export async function readChoices(
  { choices }: FormField,
  run: FormRun,
): Promise<readonly ChoiceOf[] | undefined> {
  if (typeof choices !== 'function') return choices;
  return (await choices(await run.who(), run.call)).map(toChoice);
}
