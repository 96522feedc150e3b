import type { ClientPlan, PlannedForm } from '../plan/client-plan.js';
import { printMemberName } from './literal.js';
import { printData } from './print-data.js';
import { printImport } from './print-imports.js';
import { pieces, printFields } from './print-schema.js';
import { namesIn, printObjectType, printType } from './print-type.js';
import { multipartOption, servedOption } from './ref-options.js';

/** `forms.ts`: what each form takes and answers, the schema that checks it in the browser, and a reference to it. */
export function printForms({ forms }: ClientPlan): string {
  if (forms.length === 0) return '';
  const hasFiles = forms.some((form) => form.hasFiles);
  const isServed = forms.some((form) => form.isServed);
  const names = forms.flatMap(({ data, input, values }) => [
    ...namesIn(data),
    ...[...input, ...values].flatMap(({ type }) => namesIn(type)),
  ]);
  const imports = [
    `import * as ${pieces} from '@mizan/client/constraints';\n`,
    printImport('import', isServed ? ['formRef', 'servedSchema'] : ['formRef'], '@mizan/client/forms'),
    printImport('import', hasFiles ? ['multipart'] : [], '@mizan/client/uploads'),
    printImport('import type', names, './types.js'),
  ].join('');
  return [imports, ...forms.map(printForm)].join('\n');
}

function printForm(form: PlannedForm): string {
  const { inputName, valuesName, dataName, schemaName, refName } = form;
  return [
    `/** What the inputs of the form hold. */\nexport type ${inputName} = ${printObjectType(form.input)};\n`,
    `/** What the server makes of it. */\nexport type ${valuesName} = ${printObjectType(form.values)};\n`,
    `/** What it answers when it took it. */\nexport type ${dataName} = ${printType(form.data)};\n`,
    // In a function, so that bundlers can leave it out with all that is in it.
    `export const ${schemaName} = /* @__PURE__ */ (() =>\n  ${pieces}.formSchema<${inputName}, ${valuesName}>(${printFields(form.schema, '  ')}))();\n`,
    `export const ${refName} = /* @__PURE__ */ formRef<${inputName}, ${valuesName}, ${dataName}>(${printArguments(form)});\n`,
  ].join('\n');
}

function printArguments({ description, schemaName, hasFiles, isServed }: PlannedForm): string {
  const members = Object.entries(description).map(
    ([name, value]) => `  ${printMemberName(name)}: ${printData(value, '  ')},\n`,
  );
  const options = [...(hasFiles ? [multipartOption] : []), ...(isServed ? [servedOption] : [])];
  const described = `{\n${members.join('')}  schema: ${schemaName},\n}`;
  return options.length > 0 ? `${described}, { ${options.join(', ')} }` : described;
}
