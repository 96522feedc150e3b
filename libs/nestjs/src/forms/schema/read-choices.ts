import { type ChoiceOf, type FormField, toChoice } from '../compile/form-field.js';
import type { FormRun } from '../validate/form-run.js';

type Compute = Extract<FormField['choices'], (...args: never[]) => unknown>;

/** What can be chosen by whoever asks now; undefined where anything can be written. */
export async function readChoices(field: FormField, run: FormRun): Promise<readonly ChoiceOf[] | undefined> {
  const { choices } = field;
  if (typeof choices !== 'function') return choices;
  const known = run.choices.get(field) ?? compute(choices, run);
  run.choices.set(field, known);
  return known;
}

async function compute(choices: Compute, run: FormRun): Promise<readonly ChoiceOf[]> {
  return (await choices(await run.who(), run.call)).map(toChoice);
}
