import type { DiscoveryService } from '@nestjs/core';
import { toWireName } from '@mizan/protocol';
import { ownFunctionNames, readFunctionMetadata } from '../declare/function-metadata.js';
import type { BootProblem } from '../errors/index.js';
import { findStrayMethods } from '../forms/discover/find-stray-methods.js';
import { readForm } from '../forms/discover/read-form.js';
import { findDeclarationProblems } from './find-declaration-problems.js';
import { findMisplacedFunctions } from './find-misplaced-functions.js';
import { findSharedMethods, groupByMethod } from './find-shared-methods.js';
import type { FunctionRecord, HostClass, HostMethod, ProviderWrapper } from './function-record.js';
import { listFunctionNames, readHostClass } from './host-class.js';
import { readInputPlan } from './read-input-plan.js';
import { readOutputDeclaration } from './read-output-declaration.js';

/** Every function of an app as plain data, and what keeps some from being one. */
export interface Exploration {
  readonly functions: readonly FunctionRecord[];
  readonly problems: readonly BootProblem[];
}

/**
 * Finds the methods that `@MizanClient` decorates, on the class providers of all modules and of any scope.
 * Looks at classes only, so that it works in Nest's preview mode, where no provider exists.
 */
export function exploreFunctions(
  discovery: Pick<DiscoveryService, 'getProviders' | 'getControllers'>,
): Exploration {
  const functions: FunctionRecord[] = [];
  const providers = discovery.getProviders();
  const problems = [...findMisplacedFunctions(providers, discovery.getControllers())];
  const seen = new Set<unknown>();
  for (const host of providers) {
    const hostClass = readHostClass(host);
    // A class that is provided twice is one problem already, not one more for each of its names.
    if (hostClass === undefined || seen.has(hostClass)) continue;
    seen.add(hostClass);
    const forms: string[] = [];
    for (const methodName of listFunctionNames(hostClass.prototype)) {
      const { records, problems: found } = readFunction(host, hostClass, methodName);
      functions.push(...records);
      forms.push(...records.flatMap(({ form }) => form?.record.name ?? []));
      problems.push(...found);
    }
    problems.push(...findStrayMethods(hostClass, [...new Set(forms)]));
  }
  const groups = groupByMethod(functions);
  // One for each method goes on: that the others have its name is told already.
  return {
    functions: [...groups.values()].flatMap(([first]) => first ?? []),
    problems: [...problems, ...findSharedMethods(groups)],
  };
}

interface FunctionReading {
  /** Of a form, all of its functions. */
  readonly records: readonly FunctionRecord[];
  readonly problems: readonly BootProblem[];
}

function readFunction(host: ProviderWrapper, hostClass: HostClass, methodName: string): FunctionReading {
  const method: unknown = Reflect.get(hostClass.prototype, methodName);
  const metadata = readFunctionMetadata(method);
  const className = hostClass.name;
  if (metadata === undefined || !isMethod(method)) {
    return {
      records: [],
      problems: isReplaced(hostClass, methodName) ? [replaced(`${className}.${methodName}`)] : [],
    };
  }
  const declared = findDeclarationProblems(`${className}.${methodName}`, method, metadata);
  if (metadata.form !== undefined) {
    const form = readForm({ host, hostClass, methodName, method, metadata }, metadata.form);
    return { records: form.functions, problems: [...declared, ...form.problems] };
  }
  const input = readInputPlan(hostClass, methodName, metadata);
  const output = readOutputDeclaration(hostClass, methodName, metadata);
  const problems = [...declared, ...input.problems, ...output.problems];
  if (output.declaration === undefined) return { records: [], problems };
  const name = metadata.name ?? toWireName(methodName);
  const record = { name, className, methodName, hostClass, host, method, metadata };
  return { records: [{ ...record, input: input.plan, output: output.declaration }], problems };
}

function isMethod(value: unknown): value is HostMethod {
  return typeof value === 'function';
}

// An override without the decorator takes the function away on purpose; a wrapper on the very same
// prototype that lost the metadata does so by accident.
function isReplaced(hostClass: HostClass, methodName: string): boolean {
  return ownFunctionNames(hostClass.prototype).includes(methodName);
}

function replaced(where: string): BootProblem {
  return {
    where,
    problem: 'a decorator above @MizanClient put another function in its place',
    fix: 'Put @MizanClient above it, so that it decorates what is called.',
  };
}
