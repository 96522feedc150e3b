import type { FormField } from '../compile/form-field.js';
import type { FieldInitial } from '../declare/field.decorator.js';
import type { FormRun } from '../validate/form-run.js';

/** What a field shows at first, as JSON has it; null for nothing. */
export async function readInitial(
  { initial, widget }: FormField,
  run: FormRun,
): Promise<Exclude<FieldInitial, Date>> {
  const value = typeof initial === 'function' ? await initial(await run.who(), run.call) : initial;
  if (!(value instanceof Date)) return value ?? null;
  if (Number.isNaN(value.getTime())) return null;
  return widget === 'date' ? value.toISOString().slice(0, 10) : value.toISOString();
}
