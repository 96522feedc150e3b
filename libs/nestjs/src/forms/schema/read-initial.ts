import { presentType } from '../../types/value-type.js';
import type { FormField } from '../compile/form-field.js';
import type { FieldInitial } from '../declare/field.decorator.js';
import type { FormRun } from '../validate/form-run.js';

type JsonInitial = Exclude<FieldInitial, Date>;

/** What a field shows at first, as JSON has it; null for nothing. */
export async function readInitial(field: FormField, run: FormRun): Promise<JsonInitial> {
  const value = await compute(field, run);
  if (!(value instanceof Date)) return value;
  if (field.widget === 'date') return value.toISOString().slice(0, 10);
  return field.widget === 'datetime-local' ? localTextOf(value) : value.toISOString();
}

/** What a disabled field has, whatever is sent: of a date the time, too, which a day does not show. */
export async function readFixedValue(field: FormField, run: FormRun): Promise<JsonInitial> {
  if (presentType(field.type).kind !== 'date') return readInitial(field, run);
  const value = await compute(field, run);
  return value instanceof Date ? value.toISOString() : value;
}

/** As such an input takes and gives it: without a zone, and so in that of the server, in which it is read again. */
function localTextOf(date: Date): string {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().replace(/(:00)?(\.000)?Z$/, '');
}

async function compute({ initial }: FormField, run: FormRun): Promise<FieldInitial> {
  const value = typeof initial === 'function' ? await initial(await run.who(), run.call) : initial;
  return value instanceof Date && Number.isNaN(value.getTime()) ? null : (value ?? null);
}
