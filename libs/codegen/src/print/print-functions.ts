import type { ClientPlan, PlannedFunction } from '../plan/client-plan.js';
import { printDocComment } from './doc-comment.js';
import { printString } from './literal.js';
import { multipartOption, overSocketOption } from './ref-options.js';
import { printImport } from './print-imports.js';
import { namesIn, printType } from './print-type.js';

/** `functions.ts`: a reference to each function, and `callX`, which needs no framework. */
export function printFunctions({ functions }: ClientPlan): string {
  if (functions.length === 0) return '';
  const names = functions.flatMap(({ input, output }) => [
    ...(input ? namesIn(input) : []),
    ...namesIn(output),
  ]);
  const imports =
    printImport('import', ['functionRef', 'type CallOptions', 'type Mizan'], '@mizan/client') +
    printImport(
      'import',
      functions.some(({ hasFiles }) => hasFiles) ? ['multipart'] : [],
      '@mizan/client/uploads',
    ) +
    printImport('import type', names, './types.js');
  return [imports, ...functions.map(printFunction)].join('\n');
}

function printFunction(node: PlannedFunction): string {
  const input = node.input === undefined ? 'void' : printType(node.input);
  const output = printType(node.output);
  const args = [printString(node.wireName), ...printOptions(node)];
  const ref = `/* @__PURE__ */ functionRef<${input}, ${output}>(${args.join(', ')})`;
  const doc = printDocComment(node);
  return [
    `${doc}export const ${node.refName} = ${ref};\n`,
    `${doc}export function ${node.callName}(${printParameters(node)}): Promise<${output}> {`,
    `  return mizan.call(${node.refName}, ${node.input === undefined ? 'undefined' : 'input'}, options);`,
    '}\n',
  ].join('\n');
}

/** Files cannot go over the socket. */
function printOptions({ hasFiles, overSocket }: PlannedFunction): readonly string[] {
  if (hasFiles) return [`{ ${multipartOption} }`];
  return overSocket ? [overSocketOption] : [];
}

function printParameters({ input, inputOptional }: PlannedFunction): string {
  const second = input === undefined ? [] : [`input: ${printType(input)}${inputOptional ? ' = {}' : ''}`];
  return ['mizan: Mizan', ...second, 'options?: CallOptions'].join(', ');
}
