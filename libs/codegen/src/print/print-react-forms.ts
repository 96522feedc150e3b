import type { ClientPlan } from '../plan/client-plan.js';
import { printImport } from './print-imports.js';

/** `react-forms.ts`: a hook and a component for each form, and a hook for each formset. */
export function printReactForms({ forms }: ClientPlan): string {
  if (forms.length === 0) return '';
  const hasFormsets = forms.some(({ isFormset }) => isFormset);
  const imports =
    // These make what only a page can render, and they are called when the file is loaded.
    "'use client';\n\n" +
    printImport(
      'import',
      ['createFormComponent', 'createFormHook', ...(hasFormsets ? ['createFormsetHook'] : [])],
      '@mizan/react/forms',
    ) +
    printImport(
      'import',
      forms.map(({ refName }) => refName),
      './forms.js',
    );
  const hooks = forms.map(({ refName, hookName, componentName, formsetHookName, isFormset }) =>
    [
      printConst(hookName, `createFormHook(${refName})`),
      printConst(componentName, `createFormComponent(${refName})`),
      ...(isFormset ? [printConst(formsetHookName, `createFormsetHook(${refName})`)] : []),
    ].join(''),
  );
  return [imports, ...hooks].join('\n');
}

function printConst(name: string, call: string): string {
  return `export const ${name} = /* @__PURE__ */ ${call};\n`;
}
