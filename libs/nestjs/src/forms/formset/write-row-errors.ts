import type { CompiledForm } from '../compile/compiled-form.js';
import { wholeForm } from '../declare/form-invalid.js';
import { translate } from '../translate.js';
import type { FormRun } from '../validate/form-run.js';
import { type FormErrors, writeErrors } from '../validate/write-errors.js';
import { faultsOf, type RowsVerdict } from './validate-rows.js';

/** What is wrong with a formset, as it is answered (PROTOCOL 11). */
export interface FormsetErrors {
  readonly general: readonly string[];
  readonly per_form: readonly FormErrors[];
}

export async function writeRowErrors(
  form: CompiledForm,
  { general, rows }: RowsVerdict,
  runs: readonly FormRun[],
): Promise<FormsetErrors> {
  const said: string[] = [];
  const [first] = runs;
  for (const { code, text, args } of general) {
    const about = { form: form.record.name, field: wholeForm, text, code, constraint: undefined, args };
    said.push(first === undefined ? text : await translate({ kind: 'error', ...about }, first));
  }
  const perForm: FormErrors[] = [];
  for (const [index, run] of runs.entries()) {
    const verdict = rows[index];
    const faults = verdict && faultsOf(verdict);
    perForm.push(faults === undefined ? { errors: [] } : await writeErrors(form, faults, run));
  }
  return { general: said, per_form: perForm };
}
