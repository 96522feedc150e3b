import type { CompiledForm } from '../compile/compiled-form.js';
import { type FormInvalid, wholeForm } from '../declare/form-invalid.js';
import { translate } from '../translate.js';
import { addFault } from '../validate/check-whole-form.js';
import { FormFaults } from '../validate/form-faults.js';
import type { FormRun } from '../validate/form-run.js';
import { writeErrors } from '../validate/write-errors.js';
import type { FormsetErrors } from './write-row-errors.js';

type Fault = Pick<FormInvalid, 'field' | 'fieldCode' | 'message'>;

/** Rows as they were sent. */
type Runs = readonly FormRun[];

/** The method found fault with a row: all rows are answered for, and those before it may have been handled. */
export async function refuseRow(
  form: CompiledForm,
  fault: Fault,
  index: number,
  runs: Runs,
): Promise<FormsetErrors> {
  const faults = new FormFaults();
  addFault(form, fault, faults);
  const perForm = [];
  for (const [at, run] of runs.entries())
    perForm.push(at === index ? await writeErrors(form, faults, run) : { errors: [] });
  return { general: [], per_form: perForm };
}

/** The method for all rows found fault with them together, or with one that it names: `2.sku`, or `2` for all of it. */
export async function refuseRows(form: CompiledForm, fault: Fault, runs: Runs): Promise<FormsetErrors> {
  const { name } = form.record;
  const { field, fieldCode: code, message: text } = fault;
  const [first] = runs;
  if (field === wholeForm) {
    const about = { form: name, field, text, code, constraint: undefined, args: [] };
    const said = first === undefined ? text : await translate({ kind: 'error', ...about }, first);
    return { general: [said], per_form: runs.map(() => ({ errors: [] })) };
  }
  const [, number, inRow = wholeForm] = /^(\d+)(?:\.(.+))?$/.exec(field) ?? [];
  const index = Number(number);
  if (runs[index] !== undefined) return refuseRow(form, { ...fault, field: inRow }, index, runs);
  throw new Error(
    `"${field}" is no row of the formset "${name}", and a FormInvalid names it: say "0.sku" for a field, "0" for a row`,
  );
}
