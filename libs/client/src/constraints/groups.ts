import { isFilledIn, isSameText, listText, objectText } from '@mizan/protocol';

import { ownValue } from '../own-value.js';
import { isRecord } from '../record.js';
import type { Constraint } from './constraint.js';
import { type Field, fieldOf, type Fields, type FoundFault, readAbsent, readField, unread } from './field.js';
import { toJson } from './scalars.js';

/** Several values of one kind, or JSON of them. One alone is a list of one; texts without content are none. */
export function list(item: Field, ...constraints: readonly Constraint[]): Field {
  const read: Field['read'] = (raw, path, inside) => {
    const sent = toJson(raw);
    const items: readonly unknown[] = Array.isArray(sent) ? sent : [raw];
    const values = items.filter((one) => one !== '').map((one) => item.read(one, path, inside, item));
    return values.includes(unread) ? unread : values;
  };
  return { ...fieldOf(read, constraints), fault: item.fault };
}

/** An object that shows as its fields. */
export function object(members: Fields, ...constraints: readonly Constraint[]): Field {
  const read: Field['read'] = (raw, path, inside, field) => {
    const source = isFilledIn(raw) ? raw : {};
    if (!isRecord(source)) return unread;
    if (!field.isRequired && isLeftOut(members, source)) return readAbsent(field, raw);
    return readMembers(members, source, path, inside);
  };
  return { ...fieldOf(read, constraints, objectText), members };
}

/** A list of objects. */
export function rows(members: Fields, ...constraints: readonly Constraint[]): Field {
  const read: Field['read'] = (raw, path, inside) => {
    if (!Array.isArray(raw)) return unread;
    const items: readonly unknown[] = raw;
    return items.map((item, index) => {
      const source = isFilledIn(item) ? item : {};
      if (isRecord(source)) return readMembers(members, source, [...path, index], inside);
      inside.push({ path: [...path, index], fault: { code: 'invalid', message: objectText } });
      return undefined;
    });
  };
  return fieldOf(read, constraints, listText);
}

/** What a group of fields came to, with those that are there. */
export function readMembers(
  members: Fields,
  source: Readonly<Record<string, unknown>>,
  path: readonly PropertyKey[],
  found: FoundFault[],
): Readonly<Record<string, unknown>> {
  const values = Object.entries(members).map(
    ([name, field]) => [name, readField(field, ownValue(source, name), [...path, name], found)] as const,
  );
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/**
 * Whether nothing of an object is filled in. What it holds untouched does not count where something is missing: nobody
 * could leave out an object with an initial value otherwise.
 */
function isLeftOut(members: Fields, source: Readonly<Record<string, unknown>>): boolean {
  if (!isAny(members, source, (_field, value) => isFilledIn(value))) return true;
  return !isAny(members, source, isTouched) && isIncomplete(members, source);
}

/** Whether any member passes a test; of objects in it, whether any of theirs does. */
function isAny(
  fields: Fields,
  source: Readonly<Record<string, unknown>>,
  test: (field: Field, value: unknown) => boolean,
): boolean {
  return Object.entries(fields).some(([name, field]) => {
    const value = ownValue(source, name);
    return field.members && isRecord(value) ? isAny(field.members, value, test) : test(field, value);
  });
}

/** Whether something is missing that has to be filled in. */
function isIncomplete(fields: Fields, source: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(fields).some(([name, field]) => {
    if (!field.isRequired) return false;
    const value = ownValue(source, name);
    return field.members && isRecord(value) ? isIncomplete(field.members, value) : isBlank(field, value);
  });
}

function isTouched(field: Field, value: unknown): boolean {
  return !isBlank(field, value) && !isSameText(value, field.untouched);
}

/** A box that is not checked and a list of nothing are as good as not filled in. */
function isBlank({ untouched }: Field, value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return !isFilledIn(value) || (untouched === false && isSameText(value, untouched));
}
