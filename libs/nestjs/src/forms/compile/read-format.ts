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

/** What JSON Schema says of how a field is shown: its title, format, description and lengths, and whether a box has to be checked. */
export function readFormat(
  schema: (JsonSchema & SchemaTexts) | undefined,
): { readonly shown: FieldOptions } & Pick<FormField, 'minLength' | 'maxLength' | 'mustBeTrue'> {
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
  };
}

interface SchemaTexts {
  readonly title?: unknown;
  readonly format?: unknown;
  readonly minLength?: unknown;
  readonly maxLength?: unknown;
}
