import { isFilledIn, requiredText, valueText } from '@mizan/protocol';

import type { Constraint } from './constraint.js';

/** What is wrong with one field. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly constraint?: string;
  readonly args?: readonly unknown[];
}

/** A fault with where it is. */
export interface FoundFault {
  readonly path: readonly PropertyKey[];
  readonly fault: Fault;
}

/** Members of an object, by name. */
export type Fields = Readonly<Record<string, Field>>;

/** How what an input holds is made into a value, as the server's forms do, and what it has to fulfil. */
export interface Field {
  /** Makes of what is filled in what its type is; {@link unread} when it is none. Adds what is wrong inside of it. */
  readonly read: (raw: unknown, path: readonly PropertyKey[], inside: FoundFault[], field: Field) => unknown;
  /** What is wrong when it is {@link unread}. */
  readonly fault: Fault;
  /** In the order in which they are looked at: the first that does not hold counts. */
  readonly constraints: readonly Constraint[];
  readonly isRequired?: true;
  /** Whether it is null when it was emptied. */
  readonly isNullable?: true;
  /** What it holds when nobody touched it. */
  readonly untouched?: string | number | boolean;
  /** Of an object: it is there when one of them is. */
  readonly members?: Fields;
}

/** A value that is not of the declared type. */
export const unread: unique symbol = /* @__PURE__ */ Symbol();

const requiredFault: Fault = { code: 'required', message: requiredText };

export function fieldOf(
  read: Field['read'],
  constraints: readonly Constraint[],
  message: string = valueText,
  code = 'invalid',
): Field {
  return { read, constraints, fault: { code, message } };
}

/** A field that has to be filled in. */
export function required(field: Field): Field {
  return { ...field, isRequired: true };
}

/** A field that is null when it was emptied. */
export function nullable(field: Field): Field {
  return { ...field, isNullable: true };
}

/** A member of an object that may be left out, with what it holds when nobody touched it: of a box, false. */
export function untouched(value: string | number | boolean, field: Field): Field {
  return { ...field, untouched: value };
}

/** An object, or a list of them, of which the server says whether what is inside counts. */
export function conditional(field: Field): Field {
  const read: Field['read'] = (raw, path, _inside, self) => {
    const inside: FoundFault[] = [];
    const value = field.read(raw, path, inside, self);
    return inside.length > 0 && isFilledIn(raw) ? raw : value;
  };
  return { ...field, read };
}

/** What is filled in at one place, and what is wrong with it. Its value means nothing then. */
export function readField(
  field: Field,
  raw: unknown,
  path: readonly PropertyKey[],
  found: FoundFault[],
): unknown {
  const inside: FoundFault[] = [];
  const value =
    field.members || isFilledIn(raw) ? field.read(raw, path, inside, field) : readAbsent(field, raw);
  // An empty list is nothing, whatever is asked for.
  const isAbsent = isMissing(value) || (!field.members && isMissing(raw));
  const fault =
    field.isRequired && isAbsent ? requiredFault : value === unread ? field.fault : findBroken(field, value);
  // Of a field that is wrong itself, nobody wants to know what is wrong inside of it.
  found.push(...(fault ? [{ path, fault }] : inside));
  return value;
}

export function readAbsent({ isNullable }: Field, raw: unknown): null | undefined {
  return isNullable && raw !== undefined ? null : undefined;
}

function isMissing(value: unknown): boolean {
  return !isFilledIn(value) || (Array.isArray(value) && value.length === 0);
}

function findBroken({ constraints }: Field, value: unknown): Fault | undefined {
  // What is not there is the server's to judge: it may have an initial value.
  if (value === undefined || value === null) return undefined;
  const broken = constraints.find((one) => !one.holds(value));
  if (!broken) return undefined;
  const { name, code, args } = broken;
  // A function, since what was typed may hold marks such as `$&`.
  const said = () => (typeof value === 'string' ? value : JSON.stringify(value));
  return { code, message: broken.message.replaceAll('$value', said), constraint: name, args };
}
