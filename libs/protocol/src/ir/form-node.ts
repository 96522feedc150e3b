import type { DefaultValue, Shape, TypeNode } from './ir.js';

/**
 * A form with all that a typed form of a client must know (PROTOCOL 13). The functions of the form are in the IR as
 * well, but what they take and answer is only told here.
 */
export interface FormNode {
  readonly name: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly submitLabel: string;
  /** Whether fields are to be checked while they are filled in. */
  readonly liveValidation: boolean;
  /** Whether the form as a whole is checked then, too. */
  readonly liveFormErrors: boolean;
  /** Whether choices and initial values may have changed whenever the form was checked. */
  readonly refetchSchemaOnValidate: boolean;
  /** Whether its texts are the server's to say, in the language of who asks. @default false */
  readonly translated?: true;
  /** In the order of the form. */
  readonly fields: readonly FormFieldNode[];
  /** What a valid submission answers as `data`; absent when that is nothing. */
  readonly data?: Shape;
  /** There when several of the form can be sent together. */
  readonly formset?: FormsetNode;
  /** The structs that the shapes of the form reach, sorted by name. They may be those of other forms as well. */
  readonly types: readonly TypeNode[];
}

/** The bounds of a formset. */
export interface FormsetNode {
  readonly min: number;
  readonly max: number;
  readonly canDelete: boolean;
  readonly canOrder: boolean;
}

/** One field of a form. */
export interface FormFieldNode {
  readonly name: string;
  /** What the field holds once it is converted from text. */
  readonly shape: Shape;
  /** Whether it has to be filled in. */
  readonly required: boolean;
  readonly label: string;
  /** How it is filled in: `text`, `select`, `datetime-local`… */
  readonly widget: string;
  readonly helpText?: string;
  /** Shown, and not taken from whoever sends the form. */
  readonly disabled: boolean;
  /** What it shows at first, as far as that is the same for everybody. */
  readonly initial?: DefaultValue;
  /** As far as they are the same for everybody. */
  readonly choices?: readonly FormChoice[];
  /** Choices or the initial value are computed for each request: only the schema function tells them. */
  readonly perRequest: boolean;
  /** Whether what is inside counts is the server's to say: nothing of it can be judged elsewhere. @default false */
  readonly conditional?: true;
  /** In the order in which they are checked. */
  readonly constraints: readonly FormConstraint[];
  /** Of an object, or of the objects in a list. */
  readonly fields?: readonly FormFieldNode[];
}

export interface FormChoice {
  readonly value: string;
  readonly label: string;
}

/** A constraint that does not need the server: built in, and without conditions. */
export interface FormConstraint {
  /**
   * As class-validator calls it: `minLength`. `isDate` also where a type says it; three are ours: `isChoice`, for one
   * of the field's `choices`, `minUnits` for a length in units of UTF-16, and `maxTrimmed` without spaces around.
   */
  readonly name: string;
  /** The code of the error (PROTOCOL 11); `length` for `min_length` or `max_length`, whichever bound does not hold. */
  readonly code: string;
  /** JSON texts. Of a pattern: its source and its flags. */
  readonly args: readonly string[];
  /** Whether it holds for each item of a list. */
  readonly each: boolean;
  /** What is said when it does not hold; left out where the client has its own words. */
  readonly message?: string;
}
