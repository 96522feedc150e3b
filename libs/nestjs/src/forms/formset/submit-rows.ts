import { lastValueFrom } from 'rxjs';
import type { CompiledForm } from '../compile/compiled-form.js';
import { FormInvalid } from '../declare/form-invalid.js';
import type { FormsetRow } from '../declare/formset-submit.decorator.js';
import type { FormRun } from '../validate/form-run.js';
import type { FormsetRequest } from './answer-formset.js';
import { refuseRow, refuseRows } from './refuse-rows.js';
import type { RowsVerdict } from './validate-rows.js';
import type { FormsetErrors } from './write-row-errors.js';

interface SubmitRequest extends FormsetRequest {
  readonly runs: readonly FormRun[];
}

/** Has the app handle rows that are valid: all at once, or one after the other. */
export async function submitRows(
  form: CompiledForm,
  verdict: RowsVerdict,
  request: SubmitRequest,
): Promise<{ readonly success: true }> {
  const { rowsMethod } = form.record;
  if (rowsMethod === undefined) await submitEach(form, verdict, request);
  else await submitAll(form, rowsMethod, verdict, request);
  return { success: true };
}

async function submitEach(
  form: CompiledForm,
  { rows, order }: RowsVerdict,
  request: SubmitRequest,
): Promise<void> {
  const { call, next, runs } = request;
  for (const index of order) {
    const row = rows[index];
    if (row?.kind !== 'valid') continue;
    // Targets are as wide as declared: what one row names does not tell what the others change.
    await call.provide({ value: row.input, sent: {} });
    try {
      await lastValueFrom(next.handle(), { defaultValue: undefined });
    } catch (error) {
      if (error instanceof FormInvalid)
        call.refusal = { error, answer: refusal(await refuseRow(form, error, index, runs)) };
      throw error;
    }
  }
}

async function submitAll(
  form: CompiledForm,
  rowsMethod: string,
  { rows, order }: RowsVerdict,
  request: SubmitRequest,
): Promise<void> {
  const { call, runs, runWith } = request;
  const handled = order.map((index): FormsetRow => {
    const row = rows[index];
    const data = row?.kind === 'valid' ? row.input : undefined;
    return { index, isDeleted: row?.kind === 'deleted', data, sent: runs[index]?.call.data ?? {} };
  });
  const run = runWith({});
  await call.provide({ value: undefined, sent: {} });
  const method: unknown = Reflect.get(run.instance, rowsMethod);
  if (typeof method !== 'function')
    throw new TypeError(`${form.record.className}.${rowsMethod} is no method`);
  try {
    await method.call(run.instance, handled, await run.who(), run.call);
  } catch (error) {
    if (error instanceof FormInvalid)
      call.refusal = { error, answer: refusal(await refuseRows(form, error, runs)) };
    throw error;
  }
}

function refusal(errors: FormsetErrors): { readonly success: false; readonly errors: FormsetErrors } {
  return { success: false, errors };
}
