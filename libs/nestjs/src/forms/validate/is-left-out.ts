import { isFilledIn, isSameText } from '@mizan/protocol';
import { type FieldGroup, type FormField, isPrintable } from '../compile/form-field.js';
import { presentType } from '../../types/value-type.js';
import { memberOf, objectOf } from './member-of.js';

/**
 * Whether nothing of an object is filled in. What it holds untouched does not count where something is missing: nobody
 * could leave out an object with an initial value otherwise. Clients find the same.
 */
export function isLeftOut(group: FieldGroup, source: object): boolean {
  if (!isAny(group, source, (_field, value) => isFilledIn(value))) return true;
  return !isAny(group, source, isTouched) && isIncomplete(group, source);
}

/** Whether any field passes a test; of objects in it, whether any of theirs does. What is disabled is not sent. */
function isAny(
  { fields }: FieldGroup,
  source: object,
  test: (field: FormField, value: unknown) => boolean,
): boolean {
  return fields.some((field) => {
    if (field.disabled) return false;
    const value = memberOf(source, field.name);
    const inner = innerOf(field, value);
    return inner ? isAny(inner.group, inner.source, test) : test(field, value);
  });
}

/** Whether something is missing that has to be filled in. */
function isIncomplete({ fields }: FieldGroup, source: object): boolean {
  return fields.some((field) => {
    if (field.disabled || !field.required) return false;
    const value = memberOf(source, field.name);
    const inner = innerOf(field, value);
    return inner ? isIncomplete(inner.group, inner.source) : isBlank(field, value);
  });
}

function innerOf({ group, isList }: FormField, value: unknown) {
  const source = group && !isList ? objectOf(value) : undefined;
  return group && source && { group, source };
}

function isTouched(field: FormField, value: unknown): boolean {
  return !isBlank(field, value) && !isSameText(value, untouchedOf(field));
}

/** A box that is not checked and a list of nothing are as good as not filled in. */
function isBlank(field: FormField, value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  // Beside files, lists stand as JSON.
  if (field.isList && value === '[]') return true;
  return !isFilledIn(value) || (untouchedOf(field) === false && isSameText(value, false));
}

/** What a field holds when nobody touched it, as far as that is the same for everybody. */
function untouchedOf({ initial, type, widget }: FormField): string | number | boolean | undefined {
  if (isPrintable(initial)) return initial;
  const present = presentType(type);
  const isBox = widget === 'checkbox' && present.kind === 'primitive' && present.name === 'boolean';
  return isBox ? false : undefined;
}
