import type { FormChoice, Widget } from '@mizan/protocol';
import type { StandardSchema } from './standard-schema.js';

/** One field, as far as it can be told without asking the server. What is left out does not hold. */
export interface FormField {
  /** By dots for what is in an object: `address.street`. */
  readonly name: string;
  readonly label: string;
  readonly widget: Widget;
  /** Whether it has to be filled in. */
  readonly required?: true;
  /** Shown, and not taken from whoever sends the form. */
  readonly disabled?: true;
  readonly helpText?: string;
  /** What it shows at first. */
  readonly initial?: string | number | boolean | readonly string[];
  readonly choices?: readonly FormChoice[];
  /** Choices or the initial value are known by the server only. */
  readonly perRequest?: true;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly step?: number | string;
  /** As the attribute of an input has it: it has to match all of the text. */
  readonly pattern?: string;
  /** Of a file: types and endings, separated by commas. */
  readonly accept?: string;
  /** Whether it takes several files, or a list of texts or numbers, each with an input of its own. */
  readonly multiple?: true;
  /** Of a date with a time: it is the same moment wherever somebody is, who sees and types it in a time of their own. */
  readonly instant?: true;
  /** Of each file, in bytes. */
  readonly maxSize?: number;
  /** Those of each object, where the field is a list of objects. */
  readonly fields?: readonly FormField[];
}

/** How many of a form can be sent together, and what may be done with them. */
export interface FormsetBounds {
  readonly min: number;
  readonly max: number;
  readonly canDelete?: true;
  readonly canOrder?: true;
}

/**
 * A form as generated code describes it. `Input` is what its inputs hold: texts, also of dates and numbers, booleans of
 * boxes, lists of what is chosen, files as `Blob`. `Values` is what the server makes of it, as JSON has it.
 */
export interface FormDescription<Input extends object, Values extends object> {
  /** The name over the wire: `contact`. */
  readonly name: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly submitLabel: string;
  /** Nothing is checked while somebody types. Left out, it is. */
  readonly liveValidation?: false;
  /** The form as a whole is checked while somebody types, too. */
  readonly liveFormErrors?: true;
  /** Choices and initial values may have changed whenever the server has checked the form. */
  readonly refetchSchemaOnValidate?: true;
  /** Texts depend on who asks: the server says them. */
  readonly translated?: true;
  /** In the order of the form. */
  readonly fields: readonly FormField[];
  /** Checks what inputs hold as the server does, as far as a browser can. It may not be asynchronous. */
  readonly schema: StandardSchema<Input, Values>;
  /** There when several of the form can be sent together. */
  readonly formset?: FormsetBounds;
}
