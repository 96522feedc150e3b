import type { SentArguments } from '@mizan/protocol';
import type { FieldReader } from './read-fields.js';

/**
 * The names that were sent as something else than what a method gets: a transform, a schema or a pipe has made another
 * value of it, so that what was sent does not tell what is read or changed. Compared by text, as scopes are.
 *
 * @param got the input, or the record of its arguments
 */
export function findAltered(
  fields: readonly Pick<FieldReader, 'name' | 'property'>[],
  sent: SentArguments,
  got: unknown,
): readonly string[] {
  return fields.flatMap(({ name, property }) => {
    if (!Object.hasOwn(sent, name)) return [];
    const value: unknown = typeof got === 'object' && got !== null ? Reflect.get(got, property) : undefined;
    return isSameText(sent[name], value) ? [] : name;
  });
}

function isSameText(sent: unknown, got: unknown): boolean {
  if (sent === got) return true;
  // Of an object there is no text; it scopes nothing either.
  if (typeof sent === 'object' && sent !== null) return true;
  if (got instanceof Date) return !Number.isNaN(got.getTime()) && got.toISOString() === sent;
  return isPlain(got) && String(got) === String(sent);
}

function isPlain(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}
