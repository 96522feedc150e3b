import { type Field, isWireName } from '@mizan/protocol';
import type { ArgDeclaration } from '../input/input-declaration.js';
import { isDefaultOf } from './is-default-of.js';
import { Refusal } from './refusal.js';
import { shapeOf, type ValueType } from './value-type.js';

/** What the IR keeps of an argument. */
export function describeArg({ name, required, default: initial }: ArgDeclaration, type: ValueType): Field {
  const isPrintable = initial !== undefined && initial !== null;
  return { name, shape: shapeOf(type), required, ...(isPrintable ? { default: initial } : {}) };
}

export function refuseArg({ name, default: initial }: ArgDeclaration, type: ValueType): Refusal | undefined {
  if (!isWireName(name)) return notAName;
  if (name === '__proto__') return new Refusal('this name is not safe in JSON', 'Choose another name');
  if (initial === undefined || initial === null || isDefaultOf(initial, type)) return undefined;
  return new Refusal('its default is not of its type', 'Change one of them');
}

const notAName = new Refusal(
  'this is no name of an argument',
  'Use ASCII letters, digits, "_", "." and "-", not beginning with "." or "-"',
);
