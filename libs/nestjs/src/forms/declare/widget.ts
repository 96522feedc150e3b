import type { Widget } from '@mizan/protocol';

/** How a widget is called over the wire (PROTOCOL 11). */
export interface WidgetNames {
  /** The type of the input in a browser. */
  readonly type: string;
  readonly widget: string;
}

/** A telephone number has no widget of its own in the protocol: its type says what it is. */
export const widgetNames: Readonly<Record<Widget, WidgetNames>> = {
  text: { type: 'text', widget: 'TextInput' },
  textarea: { type: 'text', widget: 'Textarea' },
  email: { type: 'email', widget: 'EmailInput' },
  url: { type: 'url', widget: 'URLInput' },
  tel: { type: 'tel', widget: 'TextInput' },
  password: { type: 'password', widget: 'PasswordInput' },
  number: { type: 'number', widget: 'NumberInput' },
  checkbox: { type: 'checkbox', widget: 'CheckboxInput' },
  select: { type: 'select', widget: 'Select' },
  'select-multiple': { type: 'select-multiple', widget: 'SelectMultiple' },
  radio: { type: 'radio', widget: 'RadioSelect' },
  date: { type: 'date', widget: 'DateInput' },
  time: { type: 'time', widget: 'TimeInput' },
  'datetime-local': { type: 'datetime-local', widget: 'DateTimeInput' },
  file: { type: 'file', widget: 'ClearableFileInput' },
  hidden: { type: 'hidden', widget: 'HiddenInput' },
};

export function isWidget(word: unknown): word is Widget {
  return typeof word === 'string' && Object.hasOwn(widgetNames, word);
}
