import type { DefaultValue, FormConstraint, FormFieldNode, Shape } from '@mizan/protocol';
import { fileSizeText, withoutNull } from '@mizan/protocol';

import { type PlannedConstraint, planConstraint } from './plan-constraint.js';

/** How a field is read and checked, as pieces of `@mizan/client/constraints`. */
export interface PlannedField {
  readonly name: string;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  /** Whether the server says if what is inside counts. */
  readonly isConditional: boolean;
  /** What it holds when nobody touched it, where that matters. */
  readonly untouched: DefaultValue | undefined;
  readonly piece: FieldPiece;
  readonly constraints: readonly PlannedConstraint[];
}

/** How its value is read. */
export type FieldPiece =
  | { readonly kind: 'text' | 'date' | 'number' | 'integer' | 'checkbox' | 'json' | 'anything' | 'file' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly item: FieldPiece }
  | { readonly kind: 'object' | 'rows'; readonly members: readonly PlannedField[] };

const pieceOfPrimitive = {
  string: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'checkbox',
  json: 'json',
} as const;

/**
 * The fields that a submission is read from: the server does not take those that are disabled.
 *
 * @param canBeLeftOut whether they are those of an object that need not be there
 */
export function planFields(fields: readonly FormFieldNode[], canBeLeftOut = false): readonly PlannedField[] {
  return fields.filter(({ disabled }) => !disabled).map((field) => planField(field, canBeLeftOut));
}

function planField(field: FormFieldNode, canBeLeftOut: boolean): PlannedField {
  const piece = pieceOf(field.shape, field, canBeLeftOut || !field.required);
  return {
    name: field.name,
    isRequired: field.required,
    isNullable: field.shape.kind === 'optional',
    isConditional: field.conditional === true,
    untouched: canBeLeftOut ? untouchedOf(field) : undefined,
    piece,
    constraints: [
      ...planSize(field.shape),
      ...field.constraints.flatMap((one) => (isSettled(one, piece) ? [] : planConstraint(one, field))),
    ],
  };
}

function untouchedOf({ initial, widget, shape }: FormFieldNode): DefaultValue | undefined {
  const core = withoutNull(shape);
  const isBox = widget === 'checkbox' && core.kind === 'primitive' && core.name === 'boolean';
  return initial ?? (isBox ? false : undefined);
}

/** The size of a file is said by its type. */
function planSize(shape: Shape): readonly PlannedConstraint[] {
  const core = withoutNull(shape);
  if (core.kind === 'list') return planSize(core.item).map((one) => ({ ...one, each: true }));
  if (core.kind !== 'upload' || core.maxSize === undefined) return [];
  return [{ piece: 'maxSize', args: [fileSizeText(core.maxSize), core.maxSize], each: false }];
}

/** Whether a constraint says nothing that the type has not said, or nothing that can be known of such a type. */
function isSettled({ name, each, args }: FormConstraint, piece: FieldPiece): boolean {
  const core = each && piece.kind === 'list' ? piece.item : piece;
  switch (core.kind) {
    case 'text':
      return name === 'isString' || name === 'isNotEmpty';
    case 'choice':
      return name === 'isString' || name === 'isNotEmpty' || isCovered(core.values, name, args);
    case 'integer':
      return name === 'isInt' || name === 'isNumber' || name === 'isNotEmpty';
    case 'number':
      return (name === 'isNumber' && args.every((arg) => arg === '{}')) || name === 'isNotEmpty';
    case 'checkbox':
      return name === 'isBoolean' || name === 'isNotEmpty';
    case 'list':
    case 'rows':
      return name === 'isArray' || name === 'isNotEmpty';
    case 'anything':
      return true;
    default:
      return false;
  }
}

/** Whether each value of an enum is among those of `isIn` or `isEnum`. */
function isCovered(values: readonly string[], name: string, [first = '']: readonly string[]): boolean {
  if (name !== 'isIn' && name !== 'isEnum') return false;
  try {
    const given: unknown = JSON.parse(first);
    const known: readonly unknown[] = typeof given === 'object' && given !== null ? Object.values(given) : [];
    return values.every((value) => known.includes(value));
  } catch {
    return false;
  }
}

/** Dates travel as texts, and a constraint says what they are. */
function isDate({ name }: { readonly name: string }, { constraints }: FormFieldNode): boolean {
  return name === 'string' && constraints.some((one) => one.name === 'isDate');
}

function pieceOf(shape: Shape, field: FormFieldNode, canBeLeftOut: boolean): FieldPiece {
  const core = withoutNull(shape);
  switch (core.kind) {
    case 'primitive':
      return { kind: isDate(core, field) ? 'date' : pieceOfPrimitive[core.name] };
    case 'enum':
      return { kind: 'choice', values: core.values };
    case 'upload':
      return { kind: 'file' };
    case 'list':
      return withoutNull(core.item).kind === 'ref' && field.fields
        ? { kind: 'rows', members: planFields(field.fields) }
        : { kind: 'list', item: pieceOf(core.item, field, canBeLeftOut) };
    case 'ref':
      return field.fields
        ? { kind: 'object', members: planFields(field.fields, canBeLeftOut) }
        : { kind: 'anything' };
    case 'union':
    case 'optional':
      return { kind: 'anything' };
  }
}
