import { presentType } from '../../types/value-type.js';
import type { FormField } from '../compile/form-field.js';
import type { FieldInitial } from '../declare/field.decorator.js';
import type { FormRun } from '../validate/form-run.js';

type JsonInitial = Exclude<FieldInitial, Date>;

/** What a field shows at first, as JSON has it; null for nothing. */
export async function readInitial(field: FormField, run: FormRun): Promise<JsonInitial> {
  const value = await compute(field, run);
  if (!(value instanceof Date)) return value;
  // A day is what such an input takes; a moment is shown in the time of whoever looks at it.
  return field.widget === 'date' ? value.toISOString().slice(0, 10) : value.toISOString();
}

/** What a disabled field has, whatever is sent: of a date the time, too, which a day does not show. */
export async function readFixedValue(field: FormField, run: FormRun): Promise<JsonInitial> {
  if (presentType(field.type).kind !== 'date') return readInitial(field, run);
  const value = await compute(field, run);
  return value instanceof Date ? value.toISOString() : value;
}

async function compute({ initial }: FormField, run: FormRun): Promise<FieldInitial> {
  const value = typeof initial === 'function' ? await initial(await run.who(), run.call) : initial;
  return value instanceof Date && Number.isNaN(value.getTime()) ? null : (value ?? null);
}
