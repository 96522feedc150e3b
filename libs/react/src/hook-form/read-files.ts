import { type FormField, placeOf } from '@mizan/client/forms';

/** The values with files as a form has them: React Hook Form hands out what the element of a browser does. */
export function readFiles(value: unknown, fields: readonly FormField[], path = ''): unknown {
  if (typeof FileList !== 'undefined' && value instanceof FileList) {
    const files = [...value];
    return placeOf(fields, path).field?.multiple ? files : files[0];
  }
  if (Array.isArray(value))
    return value.map((item, index) => readFiles(item, fields, join(path, String(index))));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  const members = Object.entries(value);
  return Object.fromEntries(
    members.map(([name, inner]) => [name, readFiles(inner, fields, join(path, name))]),
  );
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
