import type { FormField } from '@mizan/client/forms';

/** The field at a path; `lines.0.sku` is the field `sku` of the list `lines`. */
export function findField(fields: readonly FormField[], path: string): FormField | undefined {
  for (const field of fields) {
    if (field.name === path) return field;
    if (field.fields === undefined || !path.startsWith(`${field.name}.`)) continue;
    const inner = path.slice(field.name.length + 1).replace(/^\d+\.?/, '');
    return inner === '' ? field : findField(field.fields, inner);
  }
  return undefined;
}
