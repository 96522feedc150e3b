import { inspect } from 'node:util';
import type { BootProblem } from '../../errors/index.js';
import { presentType, type ValueType } from '../../types/value-type.js';
import type { FieldOptions } from '../declare/field.decorator.js';
import { isWidget, type Widget, widgetNames } from '../declare/widget.js';
import type { FormField } from './form-field.js';

// A record, so that the compiler misses one that is added.
const known: Readonly<Record<keyof FieldOptions, true>> = {
  label: true,
  widget: true,
  helpText: true,
  initial: true,
  choices: true,
  order: true,
  disabled: true,
};

type Finding = Omit<BootProblem, 'where'>;

/** What is wrong with how a field is to be shown. */
export function findFieldProblems(field: FormField, options: FieldOptions): readonly Finding[] {
  const findings: Finding[] = Object.keys(options)
    .filter((option) => !Object.hasOwn(known, option))
    .map((option) => ({
      problem: `@Field has no option '${option}'`,
      fix: 'Leave it out, or correct its name.',
    }));
  if (field.group !== undefined) {
    const shown = (['widget', 'choices', 'initial', 'disabled'] as const).filter(
      (one) => options[one] !== undefined,
    );
    return [...findings, ...shown.map(notOfObjects)];
  }
  if (!isWidget(field.widget)) return [...findings, unknownWidget(field.widget)];
  if (field.isFile) {
    const shown = (['choices', 'initial', 'disabled'] as const).filter((one) => options[one] !== undefined);
    findings.push(...shown.map(notOfFiles));
  }
  const wrong = findMisfit(field.widget, field);
  if (wrong !== undefined) findings.push(wrong);
  if (field.disabled && field.required && field.initial === null) findings.push(withoutInitial);
  return findings;
}

function findMisfit(widget: Widget, { type, choices }: FormField): Finding | undefined {
  const isList = presentType(type).kind === 'list';
  const core = coreOf(type);
  if (core === 'upload' && widget !== 'file') return forFiles(widget);
  switch (widget) {
    case 'file':
      return core === 'upload' ? undefined : misfit(widget, 'a MizanFile');
    case 'checkbox':
      return core === 'boolean' ? undefined : misfit(widget, 'a boolean');
    case 'number':
      return core === 'number' ? undefined : misfit(widget, 'a number');
    case 'date':
    case 'time':
    case 'datetime-local':
      return core === 'date' || core === 'text' ? undefined : misfit(widget, 'a date or a text');
    case 'select-multiple':
      return isList && choices !== undefined ? undefined : misfit(widget, 'a list with choices');
    case 'select':
    case 'radio':
      return !isList && (choices !== undefined || core === 'boolean')
        ? undefined
        : misfit(widget, 'one value with choices');
    default:
      return undefined;
  }
}

function coreOf(type: ValueType): string {
  const present = presentType(type);
  if (present.kind === 'list') return coreOf(present.item);
  if (present.kind === 'schema') return coreOf(present.shape);
  if (present.kind !== 'primitive') return present.kind;
  if (present.name === 'integer' || present.name === 'number') return 'number';
  return present.name === 'string' ? 'text' : present.name;
}

function misfit(widget: Widget, wanted: string): Finding {
  return {
    problem: `its widget is '${widget}', which is for ${wanted}`,
    fix: 'Choose another widget, or leave it out to have the one that fits.',
  };
}

function forFiles(widget: Widget): Finding {
  return {
    problem: `its widget is '${widget}', and it takes files`,
    fix: "Leave it out: files have 'file'.",
  };
}

function notOfFiles(option: string): Finding {
  return {
    problem: `its option \`${option}\` is for fields that have a value at first or can be shown one`,
    fix: 'Leave it out: a page cannot choose a file for anybody.',
  };
}

function unknownWidget(widget: unknown): Finding {
  return {
    problem: `its widget is ${inspect(widget)}`,
    fix: `Use one of ${Object.keys(widgetNames).join(', ')}.`,
  };
}

function notOfObjects(option: string): Finding {
  return {
    problem: `its option \`${option}\` is for fields with a value, and this one holds other fields`,
    fix: 'Say it on the properties of the class in it.',
  };
}

const withoutInitial: Finding = {
  problem: 'it has to be filled in, but is disabled and has no initial value',
  fix: 'Give it `initial`, a value or a function; or make it @IsOptional().',
};
