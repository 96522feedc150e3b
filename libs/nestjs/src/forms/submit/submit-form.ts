import type { CallHandler } from '@nestjs/common';
import { lastValueFrom } from 'rxjs';
import type { FunctionCall } from '../../dispatch/function-call.js';
import type { CompiledForm } from '../compile/compiled-form.js';
import { FormInvalid } from '../declare/form-invalid.js';
import { addFault } from '../validate/check-whole-form.js';
import { FormFaults } from '../validate/form-faults.js';
import type { FormRun } from '../validate/form-run.js';
import { validateForm } from '../validate/validate-form.js';
import { writeErrors } from '../validate/write-errors.js';

/** Checks a submission, and has the method of the app handle it when it is valid. */
export async function submitForm(
  form: CompiledForm,
  call: FunctionCall,
  run: FormRun,
  next: CallHandler,
): Promise<unknown> {
  const verdict = await validateForm(form, run.call.data, run);
  if (verdict.kind === 'refused') {
    call.isRefused = true;
    return { success: false, errors: await writeErrors(form, verdict.faults, run) };
  }
  await call.provide({ value: verdict.input, sent: verdict.sent });
  try {
    return { success: true, data: await lastValueFrom(next.handle(), { defaultValue: undefined }) };
  } catch (error) {
    if (error instanceof FormInvalid) await refuse(form, call, run, error);
    // To all that is around the method it is an error: a transaction is rolled back.
    throw error;
  }
}

/** The method itself found fault, such as a name that was taken while it ran. */
async function refuse(
  form: CompiledForm,
  call: FunctionCall,
  run: FormRun,
  error: FormInvalid,
): Promise<void> {
  const faults = new FormFaults();
  addFault(form, error, faults);
  call.refusal = { error, answer: { success: false, errors: await writeErrors(form, faults, run) } };
}
