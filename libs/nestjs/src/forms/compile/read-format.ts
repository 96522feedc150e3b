import type { JsonSchema } from '../../types/json-schema.js';
import type { FieldOptions } from '../declare/field.decorator.js';
import type { Widget } from '@mizan/protocol';
import type { FormField } from './form-field.js';

const widgets: Readonly<Record<string, Widget>> = {
  email: 'email',
  uri: 'url',
  date: 'date',
  time: 'time',
  'date-time': 'datetime-local',
};

/** What JSON Schema says of a field beside its type: how it is shown, and what is checked. */
export function readFormat(schema: (JsonSchema & SchemaTexts) | undefined): Format {
  const { title, description, format, minLength, maxLength } = schema ?? {};
  const widget = typeof format === 'string' && Object.hasOwn(widgets, format) ? widgets[format] : undefined;
  return {
    shown: {
      ...(typeof title === 'string' && { label: title }),
      ...(typeof description === 'string' && { helpText: description }),
      ...(widget !== undefined && { widget }),
    },
    mustBeTrue: schema?.const === true,
    minLength: typeof minLength === 'number' ? minLength : null,
    maxLength: typeof maxLength === 'number' ? maxLength : null,
    described: describe(schema ?? {}),
  };
}

type Format = { readonly shown: FieldOptions } & Pick<
  FormField,
  'minLength' | 'maxLength' | 'mustBeTrue' | 'described'
>;

/**
 * A keyword of JSON Schema, a constraint that refuses nothing that the schema accepts, and its code. Libraries count units
 * of UTF-16 or characters, and may trim before they count: the larger count is kept to a minimum, the smaller to a maximum.
 * Patterns are left to the server, since JSON Schema has no flags, and `/a/i` would lose its own.
 */
const keywords = [
  ['minLength', 'minUnits', 'min_length'],
  ['maxLength', 'maxTrimmed', 'max_length'],
  ['minimum', 'min', 'min_value'],
  ['maximum', 'max', 'max_value'],
  ['minItems', 'arrayMinSize', 'min_length'],
  ['maxItems', 'arrayMaxSize', 'max_length'],
] as const;

function describe(schema: SchemaTexts): FormField['described'] {
  return keywords.flatMap(([keyword, name, code]) => {
    const value = schema[keyword];
    // Every integer of JSON is within these.
    if (typeof value !== 'number' || Math.abs(value) === Number.MAX_SAFE_INTEGER) return [];
    return [{ name, code, args: [JSON.stringify(value)], each: false }];
  });
}

interface SchemaTexts {
  readonly title?: unknown;
  readonly format?: unknown;
  readonly minLength?: unknown;
  readonly maxLength?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly minItems?: unknown;
  readonly maxItems?: unknown;
}
