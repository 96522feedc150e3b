import { ValidationFailed } from '../../errors/index.js';
import { isRecord } from '../../input/is-record.js';
import { sentValue } from '../../input/read-fields.js';
import { itemsOf, memberOf, objectOf } from '../validate/member-of.js';
import type { IsAsked } from '../validate/form-faults.js';

type FormData = Readonly<Record<string, unknown>>;

/** `data`: what is filled in. @throws ValidationFailed */
export function readData(args: object, isRequired: boolean): FormData {
  const value = memberOf(args, 'data') ?? undefined;
  if (value === undefined && !isRequired) return {};
  const data = objectOf(value);
  if (data !== undefined) return { ...data };
  throw refuse(
    'data',
    value === undefined ? 'is required' : 'must be an object: what is filled in, by field',
  );
}

/** `forms`: what is filled in, row by row. @throws ValidationFailed */
export function readRows(args: object, isRequired: boolean): readonly FormData[] {
  const value = memberOf(args, 'forms') ?? undefined;
  if (value === undefined && !isRequired) return [];
  const rows = itemsOf(value);
  if (rows === undefined)
    throw refuse('forms', value === undefined ? 'is required' : 'must be a list of objects');
  return rows.map((row, index) => {
    const data = objectOf(row);
    if (data === undefined) throw refuse(`forms.${index}`, 'must be an object');
    return { ...data };
  });
}

/** `only`: the fields that are to be looked at; undefined for all. @throws ValidationFailed */
export function readAsked(args: object): IsAsked | undefined {
  const only = sentValue(args, 'only') ?? undefined;
  if (only === undefined) return undefined;
  if (!Array.isArray(only) || !only.every((name) => typeof name === 'string'))
    throw refuse('only', 'must be a list of field names');
  const names = new Set<string>(only);
  // Who asks for an object asks for what is in it.
  return (path) =>
    path.split('.').some((_part, index, parts) => names.has(parts.slice(0, index + 1).join('.')));
}

/** The arguments of a call, which are an object or nothing. */
export function toArguments(args: unknown): object {
  return isRecord(args) ? args : {};
}

function refuse(field: string, message: string): ValidationFailed {
  return new ValidationFailed({ fields: { [field]: [message] } });
}
