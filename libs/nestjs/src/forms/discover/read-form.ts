import { formFunctionName, formRoles, toWireName } from '@mizan/protocol';
import type { FunctionMetadata } from '../../declare/function-metadata.js';
import type {
  FunctionRecord,
  HostClass,
  HostMethod,
  ProviderWrapper,
} from '../../discover/function-record.js';
import { readInputPlan } from '../../discover/read-input-plan.js';
import { readOutputDeclaration } from '../../discover/read-output-declaration.js';
import type { BootProblem } from '../../errors/index.js';
import type { FormMetadata } from '../declare/form-metadata.js';
import { readFormMethods } from '../declare/form-metadata.js';
import { deriveHandler } from './derive-handler.js';
import { findFormProblems } from './find-form-problems.js';
import type { FormRecord } from './form-record.js';

/** A form and its functions, and what is wrong with it as it stands in the code. */
export interface FormReading {
  readonly record: FormRecord;
  readonly functions: readonly FunctionRecord[];
  readonly problems: readonly BootProblem[];
}

/** A method that `@MizanForm` decorates. */
export interface FormSite {
  readonly host: ProviderWrapper;
  readonly hostClass: HostClass;
  readonly methodName: string;
  readonly method: HostMethod;
  readonly metadata: FunctionMetadata;
}

export function readForm(
  { host, hostClass, methodName, method, metadata }: FormSite,
  options: FormMetadata,
): FormReading {
  const input = readInputPlan(hostClass, methodName, metadata);
  const name = options.name ?? toWireName(methodName);
  const ofThis = ({ form }: { readonly form: string }) => form === name;
  const checks = readFormMethods('check', hostClass.prototype).filter(ofThis);
  const rows = readFormMethods('formset', hostClass.prototype).filter(ofThis);
  const record: FormRecord = {
    name,
    className: hostClass.name,
    methodName,
    hostClass,
    host,
    method,
    options,
    input: input.plan,
    // A form may answer nothing, and most do.
    output: readOutputDeclaration(hostClass, methodName, metadata).declaration,
    checks: checks.filter(
      (one, index) => checks.findIndex((other) => other.methodName === one.methodName) === index,
    ),
    rowsMethod: rows.at(-1)?.methodName,
  };
  return {
    record,
    functions: toFunctions(record, metadata),
    problems: [...input.problems, ...findFormProblems(record)],
  };
}

function toFunctions(record: FormRecord, metadata: FunctionMetadata): readonly FunctionRecord[] {
  const { className, methodName, hostClass, host, method, input, output = 'json' } = record;
  return formRoles(hasFormset(record)).map((role) => ({
    name: formFunctionName(record.name, role),
    className,
    methodName,
    hostClass,
    host,
    method: deriveHandler(method, methodName, role),
    metadata: { ...metadata, ...effectsOf(metadata, role) },
    input,
    output,
    form: { record, role },
  }));
}

/** Only submissions change anything; what several rows answer fits no slot, so it is fetched. */
function effectsOf(
  { affects, merge }: FunctionMetadata,
  role: string,
): Pick<FunctionMetadata, 'affects' | 'merge'> {
  if (role === 'submit') return { affects, merge };
  return { affects: role === 'formset_submit' ? [...affects, ...merge] : [], merge: [] };
}

function hasFormset({ options: { formset } }: FormRecord): boolean {
  return formset !== undefined && formset !== false;
}
