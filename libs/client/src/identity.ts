import { isRecord } from './record.js';

/** The field that says which element of a list this is: `id`, else the first that ends in `_id` or `id` (PROTOCOL 6). */
export function identityField(element: unknown): string | undefined {
  if (!isRecord(element)) return undefined;
  const identifies = (field: string) => /^(string|number)$/.test(typeof element[field]);
  if (identifies('id')) return 'id';
  return Object.keys(element).find((field) => field.endsWith('id') && identifies(field));
}
