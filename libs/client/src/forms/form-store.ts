import type { MizanError } from '../mizan-error.js';
import type { FieldPath, FieldValue } from './field-path.js';
import type { FormField } from './form-description.js';

/** What is wrong with a field or a form: `code` is one of the protocol (PROTOCOL 11) or of the app. */
export interface FieldError {
  readonly code: string;
  readonly message: string;
}

/** What is wrong, by the path of the field. */
export type FieldErrors = Readonly<Record<string, FieldError>>;

/** How a form is shown: as described, then as the server says, where that depends on who asks. */
export interface FormSchema {
  readonly title: string;
  readonly subtitle?: string;
  readonly submitLabel: string;
  readonly fields: readonly FormField[];
}

/** What the fields of a form hold, and what is known of it. */
export interface FieldsState<Input extends object> {
  readonly data: Partial<Input>;
  /** What is to be shown: of fields that were left once, and of all after a submission. In the order of the form. */
  readonly errors: FieldErrors;
  /** What is wrong with all of it together. */
  readonly formErrors: readonly FieldError[];
  /** The fields that were left once. */
  readonly touched: Readonly<Record<string, true>>;
  /** Whether anything is other than at first, or than it was submitted. */
  readonly isDirty: boolean;
  /** Whether nothing is known to be wrong, be it shown or not. */
  readonly isValid: boolean;
  /** Whether the server looks at what was typed. */
  readonly isValidating: boolean;
}

/** How the submissions of a form go. */
export interface SubmissionState {
  readonly isSubmitting: boolean;
  /** How much of a submission with files has been sent, from 0 to 1, where that can be told. */
  readonly progress: number | undefined;
  /** What the last submission failed with, or asking how the form is shown. What is wrong with fields is no failure. */
  readonly error: MizanError | undefined;
}

/** What does not depend on what is filled in. */
export interface ConnectionState extends SubmissionState {
  /** Whether the server is still asked for what fields hold at first. A submission waits for it. */
  readonly isLoading: boolean;
  readonly schema: FormSchema;
}

export interface FormState<Input extends object> extends FieldsState<Input>, ConnectionState {}

/** What a submission came to. */
export type SubmitResult<Data> =
  | { readonly success: true; readonly data: Data }
  | {
      readonly success: false;
      readonly errors: FieldErrors;
      readonly formErrors: readonly FieldError[];
      /** The first field that is wrong, in the order of the form. */
      readonly firstError: string | undefined;
      /** The call failed, so that nobody knows what is wrong; `ABORTED` when it was given up. */
      readonly error: MizanError | undefined;
    };

/** What is said of an error that was found without the server. */
export interface LocalError {
  readonly code: string;
  /** As class-validator calls it, with its arguments. */
  readonly constraint: string | undefined;
  readonly args: readonly unknown[];
  /** The path of the field; empty for the form as a whole. */
  readonly field: string;
  readonly label: string;
  /** What would be said. */
  readonly message: string;
}

export interface FieldsOptions {
  /** Says errors that are found without the server in other words. @default in those of the schema */
  readonly messages?: ((error: LocalError) => string) | undefined;
}

export interface FormOptions<Input extends object, Data> extends FieldsOptions {
  /** What fields hold at first. @default what the form says */
  readonly initial?: Partial<Input> | undefined;
  /** Is called after a submission was accepted. */
  readonly onSuccess?: ((data: Data) => void) | undefined;
}

/** Sets a field by its path, or several at once by their names. */
export interface SetFields<Input extends object> {
  <Path extends FieldPath<Input>>(path: Path, value: FieldValue<Input, Path>): void;
  (values: Partial<Input>): void;
}

/** One form that is filled in. */
export interface FormStore<Input extends object, Data> {
  /** The same object until something changes. */
  readonly getState: () => FormState<Input>;
  /** While somebody subscribes, the server is asked: how the form is shown, and what it thinks of what is typed. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly set: SetFields<Input>;
  /** Says that somebody left a field. */
  readonly touch: (path: FieldPath<Input>) => void;
  /**
   * Submits what is filled in, unless it is known to be wrong. While a submission is under way it is the same one. It
   * never rejects, but for what `onSuccess` throws.
   */
  readonly submit: () => Promise<SubmitResult<Data>>;
  /** Gives up a submission that is under way: all is as before it. */
  readonly cancel: () => void;
  /** Begins anew, with what the form held at first, or with this. */
  readonly reset: (initial?: Partial<Input>) => void;
}
