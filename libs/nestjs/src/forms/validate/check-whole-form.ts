import type { CompiledForm } from '../compile/compiled-form.js';
import { FormInvalid, wholeForm } from '../declare/form-invalid.js';
import type { FormFaults } from './form-faults.js';
import type { FormRun } from './form-run.js';

/** Has the `@FormCheck` methods look at a form, also when fields of it are wrong: they get the others. */
export async function checkWholeForm(
  form: CompiledForm,
  input: unknown,
  faults: FormFaults,
  run: FormRun,
): Promise<void> {
  const { checks } = form.record;
  if (checks.length === 0) return;
  const data = faults.isEmpty ? input : withoutWrong(form, input, faults);
  const who = await run.who();
  for (const { methodName } of checks) {
    const check: unknown = Reflect.get(run.instance, methodName);
    if (typeof check !== 'function') continue;
    try {
      await check.call(run.instance, data, who, run.call);
    } catch (error) {
      if (!(error instanceof FormInvalid)) throw error;
      addFault(form, error, faults);
    }
  }
}

/** What a method of the app found. A field that the form does not have would be shown nowhere. */
export function addFault(
  { record, group }: CompiledForm,
  { field, fieldCode, message }: Pick<FormInvalid, 'field' | 'fieldCode' | 'message'>,
  faults: FormFaults,
): void {
  const [top] = field.split('.', 1);
  if (field !== wholeForm && !group.fields.some(({ name }) => name === top)) {
    throw new Error(`The form "${record.name}" has no field "${field}", which a FormInvalid of it names`);
  }
  faults.add(field, { code: fieldCode, text: message });
}

function withoutWrong({ group }: CompiledForm, input: unknown, faults: FormFaults): unknown {
  if (typeof input !== 'object' || input === null) return input;
  const wrong = group.fields.filter(({ name }) => faults.touches(name));
  const copy: object = Object.assign(Object.create(Reflect.getPrototypeOf(input)), input);
  return Object.assign(copy, Object.fromEntries(wrong.map(({ property }) => [property, undefined])));
}
