import type { ClientPlan, PlannedContext } from '../plan/client-plan.js';
import { printDocComment } from './doc-comment.js';
import { printPropertyName, printString } from './literal.js';
import { overSocketOption } from './ref-options.js';
import { printImport } from './print-imports.js';
import { namesIn, printObjectType, printType } from './print-type.js';

/** `contexts.ts`: a reference to each context, its params and bundle, and `fetchXContext`. */
export function printContexts({ contexts }: ClientPlan): string {
  if (contexts.length === 0) return '';
  const names = contexts.flatMap(({ members }) => members.flatMap(({ output }) => namesIn(output)));
  const imports =
    printImport('import', ['contextRef', 'type CallOptions', 'type Mizan'], '@mizan/client') +
    printImport('import type', names, './types.js');
  return [imports, ...contexts.map(printContext)].join('\n');
}

function printContext(context: PlannedContext): string {
  const { paramsName, bundleName, refName, fetchName, params, members } = context;
  const required = params.filter(({ optional }) => !optional).map(({ name }) => printString(name));
  const args = [
    printString(context.wireName),
    ...(required.length === 0 && !context.overSocket ? [] : [`[${required.join(', ')}]`]),
    ...(context.overSocket ? [overSocketOption] : []),
  ];
  // An object type with an index signature would clash with the other props of the provider.
  const paramsType = params.length === 0 ? '{}' : printObjectType(params);
  return [
    `export type ${paramsName} = ${paramsType};\n`,
    `export type ${bundleName} = ${printBundle(members)};\n`,
    `export const ${refName} = /* @__PURE__ */ contextRef<${paramsName}, ${bundleName}>(${args.join(', ')});\n`,
    `export function ${fetchName}(${printParameters(context)}): Promise<${bundleName}> {`,
    `  return mizan.fetch(${refName}, ${params.length === 0 ? '{}' : 'params'}, options);`,
    '}\n',
  ].join('\n');
}

function printBundle(members: PlannedContext['members']): string {
  const lines = members.map(
    (member) =>
      `${printDocComment(member, '  ')}  readonly ${printPropertyName(member.wireName)}: ${printType(member.output)};\n`,
  );
  return `{\n${lines.join('')}}`;
}

function printParameters({ paramsName, params }: PlannedContext): string {
  const initial = params.every(({ optional }) => optional) ? ' = {}' : '';
  const second = params.length === 0 ? [] : [`params: ${paramsName}${initial}`];
  return ['mizan: Mizan', ...second, 'options?: CallOptions'].join(', ');
}
