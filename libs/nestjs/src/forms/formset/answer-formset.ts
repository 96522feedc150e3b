import type { CallHandler } from '@nestjs/common';
import type { FunctionCall } from '../../dispatch/function-call.js';
import type { FormPlace } from '../compile/compiled-form.js';
import { declareFormset } from '../compile/declare-form.js';
import { readRows } from '../submit/read-form-args.js';
import { writeSchema } from '../schema/write-schema.js';
import type { FormRun } from '../validate/form-run.js';
import { submitRows } from './submit-rows.js';
import { isValid, validateRows } from './validate-rows.js';
import { writeRowErrors } from './write-row-errors.js';

/** What answering a request to a formset needs. */
export interface FormsetRequest {
  readonly call: FunctionCall;
  readonly args: object;
  readonly runWith: (data: FormRun['call']['data']) => FormRun;
  readonly next: CallHandler;
}

/** Several of a form, together (PROTOCOL 11). */
export async function answerFormset({ form, role }: FormPlace, request: FormsetRequest): Promise<unknown> {
  const rows = readRows(request.args, role !== 'formset_schema');
  const runs = rows.map(request.runWith);
  const bounds = declareFormset(formsetOf(form.record.options.formset));
  if (role === 'formset_schema') {
    const forms: object[] = [];
    for (const run of runs.slice(0, bounds.max)) forms.push(await writeSchema(form, run));
    return {
      forms,
      min_num: bounds.min,
      max_num: bounds.max,
      can_delete: bounds.canDelete,
      can_order: bounds.canOrder,
    };
  }
  const verdict = await validateRows(form, runs, bounds);
  const errors = () => writeRowErrors(form, verdict, runs);
  if (role === 'formset_validate') return errors();
  if (isValid(verdict)) return submitRows(form, verdict, { ...request, runs });
  request.call.isRefused = true;
  return { success: false, errors: await errors() };
}

function formsetOf(formset: FormPlace['form']['record']['options']['formset']) {
  return typeof formset === 'object' ? formset : true;
}
