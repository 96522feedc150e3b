import { translate } from '../translate.js';
import type { CompiledForm } from '../compile/compiled-form.js';
import type { FormFaults, IsAsked } from './form-faults.js';
import type { FormRun } from './form-run.js';

/** What is wrong with a form, as it is answered (PROTOCOL 11). */
export interface FormErrors {
  readonly errors: readonly {
    readonly field: string;
    readonly errors: readonly { readonly message: string; readonly code: string }[];
  }[];
}

export async function writeErrors(
  { record }: CompiledForm,
  faults: FormFaults,
  run: FormRun,
  isAsked: IsAsked = () => true,
): Promise<FormErrors> {
  const errors: FormErrors['errors'][number][] = [];
  for (const [field, found] of faults.list(isAsked)) {
    const said = [];
    for (const { code, text, constraint, args = [] } of found) {
      const message = await translate(
        { kind: 'error', form: record.name, field, text, code, constraint, args },
        run,
      );
      said.push({ message, code });
    }
    errors.push({ field, errors: said });
  }
  return { errors };
}
