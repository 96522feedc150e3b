import { presentType, type ValueType } from '../../types/value-type.js';
import type { Widget } from '@mizan/protocol';
import type { FieldConstraint } from './field-constraint.js';

/** Constraints that say how a text is filled in. */
export const widgetOfConstraint: ReadonlyMap<string, Widget> = new Map<string, Widget>([
  ['isEmail', 'email'],
  ['isUrl', 'url'],
  ['isPhoneNumber', 'tel'],
  ['isMobilePhone', 'tel'],
  ['isStrongPassword', 'password'],
  ['isMilitaryTime', 'time'],
  ['isDateString', 'date'],
  ['isIso8601', 'date'],
]);

/** How a field is filled in when nobody has said it. */
export function inferWidget(
  type: ValueType,
  constraints: readonly FieldConstraint[],
  hasChoices: boolean,
): Widget {
  const present = presentType(type);
  const isList = present.kind === 'list';
  const core = isList ? presentType(present.item) : present;
  if (core.kind === 'upload') return 'file';
  if (hasChoices) return isList ? 'select-multiple' : 'select';
  if (core.kind === 'date') return 'date';
  if (core.kind === 'primitive' && core.name === 'boolean') return 'checkbox';
  if (core.kind === 'primitive' && (core.name === 'integer' || core.name === 'number')) return 'number';
  const said = constraints.flatMap(({ name }) => widgetOfConstraint.get(name ?? '') ?? []);
  return said[0] ?? 'text';
}
