import { inspect } from 'node:util';
import { readAuthRule } from '../../auth/auth.decorator.js';
import { nestMetadata } from '../../declare/nest-metadata.js';
import { readNestParameters } from '../../discover/read-nest-parameters.js';
import type { BootProblem } from '../../errors/index.js';
import type { FormMetadata } from '../declare/form-metadata.js';
import type { FormsetOptions } from '../declare/form-options.js';
import { anything, findOddOptions, flag, type OptionKind, text, texts } from './find-odd-options.js';
import type { FormRecord } from './form-record.js';

// Records, so that the compiler misses one that is added.
const known: Readonly<Record<keyof FormMetadata, OptionKind>> = {
  name: text,
  description: text,
  title: text,
  subtitle: text,
  submitLabel: text,
  liveValidation: flag,
  liveFormErrors: flag,
  refetchSchemaOnValidate: flag,
  affects: anything,
  merge: anything,
  auth: anything,
  formset: {
    wanted: 'true, or an object with `min`, `max`, `canDelete`, `canOrder`',
    is: (value) => typeof value === 'boolean' || (typeof value === 'object' && value !== null),
  },
  groups: texts,
  input: anything,
  fields: anything,
  output: anything,
};

const knownOfFormset: Readonly<Record<keyof FormsetOptions, OptionKind>> = {
  min: anything,
  max: anything,
  canDelete: flag,
  canOrder: flag,
};

type Finding = Omit<BootProblem, 'where'>;

/** What is wrong with a form by itself, whatever its types. */
export function findFormProblems(record: FormRecord): readonly BootProblem[] {
  const where = `${record.className}.${record.methodName}`;
  const { options, input } = record;
  const findings: Finding[] = findOddOptions('@MizanForm', options, known);
  if (typeof options.name === 'string' && options.name.includes('.')) findings.push(dotInName(options.name));
  if (input.declaration.kind === 'none') findings.push(withoutFields);
  if (input.declaration.kind === 'args') findings.push(fieldsByArguments);
  if (typeof options.formset === 'object' && known.formset.is(options.formset))
    findings.push(...findInFormset(options.formset));
  return [...findings.map((finding) => ({ where, ...finding })), ...findInMethods(record)];
}

function findInFormset(formset: FormsetOptions): readonly Finding[] {
  const { min = 0, max = 1000 } = formset;
  const findings = findOddOptions('its option `formset`', formset, knownOfFormset);
  const bounds = [min, max];
  if (!bounds.every((bound) => Number.isSafeInteger(bound) && bound >= 0) || min > max) {
    findings.push({
      problem: `its formset has from ${inspect(min)} to ${inspect(max)} rows`,
      fix: 'Give whole numbers from 0 on, `min` not above `max`.',
    });
  }
  return findings;
}

/** Methods beside the one that handles submissions are called by us, not by Nest. */
function findInMethods(record: FormRecord): readonly BootProblem[] {
  const { className, hostClass, rowsMethod } = record;
  const names = [...record.checks.map(({ methodName }) => methodName), rowsMethod ?? []].flat();
  const problems = names
    .filter((name) => isEnhanced(record, name))
    .map((name) => enhanced(`${className}.${name}`));
  if (rowsMethod !== undefined && (record.options.formset ?? false) === false)
    problems.push(rowsWithoutFormset(`${hostClass.name}.${rowsMethod}`, record.name));
  return problems;
}

function isEnhanced({ hostClass }: FormRecord, methodName: string): boolean {
  const method: unknown = Reflect.get(hostClass.prototype, methodName);
  if (typeof method !== 'function') return false;
  const { guards, interceptors, filters, pipes } = nestMetadata;
  return (
    [guards, interceptors, filters, pipes].some((key) => Reflect.hasMetadata(key, method)) ||
    readAuthRule(method, Object) !== undefined ||
    Object.keys(readNestParameters(hostClass, methodName)).length > 0
  );
}

function dotInName(name: string): Finding {
  return {
    problem: `its name "${name}" has a dot, which separates a form from its functions`,
    fix: 'Use "_" instead.',
  };
}

const withoutFields: Finding = {
  problem: 'it is a form without fields',
  fix: 'Take a DTO class as the one undecorated parameter of the method, or say `input: schema`.',
};

const fieldsByArguments: Finding = {
  problem: 'it takes its fields by @Arg, one by one',
  fix: 'Take them together, as one undecorated parameter whose type is a DTO class.',
};

function enhanced(where: string): BootProblem {
  return {
    where,
    problem: 'guards, interceptors, pipes, filters, auth rules and parameter decorators do not work on it',
    fix: 'Put them on the method with @MizanForm, where they run around all of the form; it gets (data, who, call).',
  };
}

function rowsWithoutFormset(where: string, form: string): BootProblem {
  return {
    where,
    problem: `it handles the rows of "${form}", which has no formset`,
    fix: `Say @MizanForm({ name: '${form}', formset: true }), or leave the method out.`,
  };
}
