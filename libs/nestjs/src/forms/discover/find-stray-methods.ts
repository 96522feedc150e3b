import type { HostClass } from '../../discover/function-record.js';
import type { BootProblem } from '../../errors/index.js';
import { type FormMethodKind, readFormMethods } from '../declare/form-metadata.js';

const decorators: Readonly<Record<FormMethodKind, string>> = {
  check: '@FormCheck',
  formset: '@FormsetSubmit',
};

/** Methods for forms that their class does not have: they would silently never be called. */
export function findStrayMethods(hostClass: HostClass, forms: readonly string[]): readonly BootProblem[] {
  const kinds: readonly FormMethodKind[] = ['check', 'formset'];
  return kinds.flatMap((kind) =>
    readFormMethods(kind, hostClass.prototype)
      .filter(({ form }) => !forms.includes(form))
      .map(({ form, methodName }) => ({
        where: `${hostClass.name}.${methodName}`,
        problem: `${decorators[kind]} names the form "${form}", which this class does not have`,
        fix:
          forms.length === 0
            ? 'Move it to the class of that form.'
            : `Name a form of the class (${forms.join(', ')}), or move it to the class of that form.`,
      })),
  );
}
