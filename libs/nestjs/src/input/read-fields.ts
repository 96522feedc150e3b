import type { Place } from './place.js';
import type { ReadValue } from './read-value.js';

/** Reads one declared field of an object. */
export interface FieldReader {
  /** In JSON. */
  readonly name: string;
  /** In what is made of it. */
  readonly property: string;
  readonly required: boolean;
  readonly read: ReadValue;
}

/** The value of a field as it was sent; undefined when it was not. What every object inherits was not sent. */
export function sentValue(source: object, name: string): unknown {
  if (name in Object.prototype && !Object.hasOwn(source, name)) return undefined;
  return (source as Readonly<Record<string, unknown>>)[name];
}

/**
 * Reads the declared fields of an object into another; fields that are not declared are ignored.
 *
 * @param sent gets the values of the fields that are there, as they are
 */
export function readFields(
  fields: readonly FieldReader[],
  source: object,
  target: object,
  place: Place,
  sent?: Record<string, unknown>,
): void {
  for (const { name, property, required, read } of fields) {
    const value = sentValue(source, name);
    if (value !== undefined) {
      if (sent) sent[name] = value;
      (target as Record<string, unknown>)[property] = read(value, place, name);
    } else if (required) {
      place.report(name, 'is required');
    }
  }
}
