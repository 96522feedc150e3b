import { inspect } from 'node:util';
import type { BootProblem } from '../../errors/index.js';
import { presentType, type ValueType } from '../../types/value-type.js';
import type { FieldOptions } from '../declare/field.decorator.js';
import { wholeForm } from '../declare/form-invalid.js';
import type { Widget } from '@mizan/protocol';
import { isWidget, widgetNames } from '../declare/widget.js';
import {
  anything,
  count,
  findOddOptions,
  flag,
  type OptionKind,
  text,
} from '../discover/find-odd-options.js';
import type { FormField } from './form-field.js';
import { areChoices } from './plan-choices.js';

// A record, so that the compiler misses one that is added.
const known: Readonly<Record<keyof FieldOptions, OptionKind>> = {
  label: text,
  widget: anything,
  helpText: text,
  initial: {
    wanted: 'a text, a number, true, false, a Date, null, a list, or a function',
    is: (value) =>
      ['string', 'number', 'boolean', 'function'].includes(typeof value) || isInitialObject(value),
  },
  choices: {
    wanted: "a list of texts, numbers or { value: 'de', label: 'Germany' }, or a function that returns one",
    is: (value) => typeof value === 'function' || areChoices(value),
  },
  order: count,
  disabled: flag,
};

type Finding = Omit<BootProblem, 'where'>;

/** What is wrong with how a field is to be shown. */
export function findFieldProblems(field: FormField, options: FieldOptions): readonly Finding[] {
  const findings = [...findOddOptions('@Field', options, known), ...findInName(field.name)];
  if (field.group !== undefined) {
    const shown = (['widget', 'choices', 'initial', 'disabled'] as const).filter(
      (one) => options[one] !== undefined,
    );
    if (isListOfLists(field.type)) findings.push(listsOfObjects);
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
    case 'time':
      return core === 'text' ? undefined : misfit(widget, 'a text');
    case 'date':
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

/** Paths and the whole form are named beside fields. */
function findInName(name: string): readonly Finding[] {
  if (name !== wholeForm && !name.includes('.')) return [];
  const says =
    name === wholeForm ? 'stands for the form as a whole' : 'has a dot, which leads into an object';
  return [
    {
      problem: `its name "${name}" ${says}`,
      fix: "Give it another name, as by @Expose({ name: 'other_name' }).",
    },
  ];
}

function isInitialObject(value: unknown): boolean {
  return value === null || value instanceof Date || Array.isArray(value);
}

function isListOfLists(type: ValueType): boolean {
  const present = presentType(type);
  return present.kind === 'list' && presentType(present.item).kind === 'list';
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

const listsOfObjects: Finding = {
  problem: 'it is a list of lists of objects, which a form cannot show',
  fix: 'Let the items of the list be objects that hold a list, or send such data to a function.',
};
