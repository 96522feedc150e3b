import type { MultipartArgs, MultipartValue } from '../uploads/index.js';
import type { ReadQuery, TextField } from './read-query.js';

/** Reads the declared names of a multipart body, as those of a query. */
export function readMultipart(fields: readonly TextField[], args: MultipartArgs): ReadQuery {
  const raw: Record<string, unknown> = {};
  const converted: Record<string, unknown> = {};
  for (const { name, isList, convert } of fields) {
    const value = args[name];
    if (value === undefined) continue;
    const values: readonly MultipartValue[] = typeof value === 'object' && isValues(value) ? value : [value];
    const of = (one: MultipartValue | undefined) => (typeof one === 'string' ? convert(one) : one);
    raw[name] = isList && values.length > 1 ? values : values.at(-1);
    converted[name] = isList ? values.map(of) : of(values.at(-1));
  }
  return { raw, converted };
}

function isValues(value: MultipartValue | readonly MultipartValue[]): value is readonly MultipartValue[] {
  return Array.isArray(value);
}
