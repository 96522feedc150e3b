import type { ClientPlan, PlannedContext, PlannedFunction } from '../plan/client-plan.js';
import { printDocComment } from './doc-comment.js';
import { printString } from './literal.js';
import { printImport } from './print-imports.js';

/** `react.ts`: a provider and a hook for each context, a hook for each function. All behaviour is `@mizan/react`'s. */
export function printReact({ contexts, functions }: ClientPlan): string {
  const members = new Set(contexts.flatMap((context) => context.members));
  const hooked = functions.filter((node) => !members.has(node));
  const factories = [
    ...(contexts.length === 0 ? [] : ['createContextHook', 'createProvider']),
    ...(members.size === 0 ? [] : ['createMemberHook']),
    ...(hooked.length === 0 ? [] : ['createFunctionHook']),
  ];
  const contextRefs = contexts.map(({ refName }) => refName);
  const functionRefs = hooked.map(({ refName }) => refName);
  const head = [
    printImport('import', factories, '@mizan/react'),
    printImport('import', contextRefs, './contexts.js'),
    printImport('import', functionRefs, './functions.js'),
    "export { MizanContext, useMizan } from '@mizan/react';\n",
  ].join('');
  return [head, ...contexts.map(printContext), ...hooked.map(printFunctionHook)].join('\n');
}

function printContext({ refName, providerName, hookName, members }: PlannedContext): string {
  return [
    printConst(providerName, `createProvider(${refName})`),
    printConst(hookName, `createContextHook(${refName})`),
    ...members.map(
      (member) =>
        printDocComment(member) +
        printConst(member.hookName, `createMemberHook(${refName}, ${printString(member.wireName)})`),
    ),
  ].join('');
}

function printFunctionHook(node: PlannedFunction): string {
  return printDocComment(node) + printConst(node.hookName, `createFunctionHook(${node.refName})`);
}

function printConst(name: string, call: string): string {
  return `export const ${name} = /* @__PURE__ */ ${call};\n`;
}
