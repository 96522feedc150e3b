import type { PlannedConstraint } from '../plan/plan-constraint.js';
import type { FieldPiece, PlannedField } from '../plan/plan-field.js';
import { printMemberName } from './literal.js';
import { printData } from './print-data.js';

/** The name under which the pieces of `@mizan/client/constraints` are imported. */
export const pieces = 'c';

/**
 * Fields as members of an object literal, one a line.
 *
 * @param indent of the line that it begins in
 */
export function printFields(fields: readonly PlannedField[], indent: string): string {
  if (fields.length === 0) return '{}';
  const inner = `${indent}  `;
  const lines = fields.map(
    (field) => `${inner}${printMemberName(field.name)}: ${printField(field, inner)},\n`,
  );
  return `{\n${lines.join('')}${indent}}`;
}

function printField(field: PlannedField, indent: string): string {
  const { piece, constraints, isRequired, isNullable, isConditional, untouched } = field;
  const printed = printPiece(
    piece,
    constraints.map((one) => printConstraint(one, indent)),
    indent,
  );
  const wrappers = [
    ...(isConditional ? ['conditional'] : []),
    ...(isNullable ? ['nullable'] : []),
    ...(isRequired ? ['required'] : []),
  ];
  const wrapped = wrappers.reduce((inner, wrapper) => call(wrapper, inner), printed);
  return untouched === undefined ? wrapped : call('untouched', printData(untouched, indent), wrapped);
}

function printPiece(piece: FieldPiece, constraints: readonly string[], indent: string): string {
  switch (piece.kind) {
    case 'choice':
      return call('choice', printData(piece.values, indent), ...constraints);
    case 'list':
      return call('list', printPiece(piece.item, [], indent), ...constraints);
    case 'object':
    case 'rows':
      return call(piece.kind, printFields(piece.members, indent), ...constraints);
    default:
      return call(piece.kind, ...constraints);
  }
}

function printConstraint({ piece, args, known, each }: PlannedConstraint, indent: string): string {
  const made = call(piece, ...args.map((arg) => printData(arg, indent)));
  const named = known === undefined ? made : call('known', printData({ ...known }, indent), made);
  return each ? call('each', named) : named;
}

function call(piece: string, ...args: readonly string[]): string {
  return `${pieces}.${piece}(${args.join(', ')})`;
}
