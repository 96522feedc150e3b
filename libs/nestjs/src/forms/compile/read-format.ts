import type { JsonSchema } from '../../types/json-schema.js';
import type { FieldOptions } from '../declare/field.decorator.js';
import type { Widget } from '../declare/widget.js';
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

/** A keyword of JSON Schema, the constraint of class-validator that means the same, and its code. */
const keywords = [
  ['minLength', 'minLength', 'min_length'],
  ['maxLength', 'maxLength', 'max_length'],
  ['minimum', 'min', 'min_value'],
  ['maximum', 'max', 'max_value'],
  ['minItems', 'arrayMinSize', 'min_length'],
  ['maxItems', 'arrayMaxSize', 'max_length'],
  ['pattern', 'matches', 'invalid'],
] as const;

function describe(schema: SchemaTexts): FormField['described'] {
  return keywords.flatMap(([keyword, name, code]) => {
    const value = schema[keyword];
    if (typeof value === 'string') return [{ name, code, args: [JSON.stringify(value), '"u"'], each: false }];
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
  readonly pattern?: unknown;
}
