import type { MizanError } from '../mizan-error.js';
import type { FieldPath, FieldValue } from './field-path.js';
import type { ConnectionState, FieldError, FieldErrors, FieldsOptions, FieldsState } from './form-store.js';

/** One of the forms of a formset. The same object until something of it changes. */
export interface FormsetRow<Input extends object> extends FieldsState<Input> {
  /** Stays the same wherever the row is moved. */
  readonly key: string;
}

export interface FormsetState<Input extends object> extends ConnectionState {
  readonly rows: readonly FormsetRow<Input>[];
  /** What is wrong with all rows together. */
  readonly errors: readonly FieldError[];
  readonly canAdd: boolean;
  readonly canRemove: boolean;
  /** Whether a row can be moved. */
  readonly canMove: boolean;
  readonly isDirty: boolean;
  readonly isValid: boolean;
  readonly isValidating: boolean;
}

/** A row and a field of it. */
export interface RowPath {
  readonly key: string;
  /** Undefined where the row as a whole is wrong. */
  readonly path: string | undefined;
}

/** What the submission of a formset came to. */
export type FormsetResult =
  | { readonly success: true }
  | {
      readonly success: false;
      readonly general: readonly FieldError[];
      /** By the key of the row; rows without errors are not there. */
      readonly rows: Readonly<Record<string, FieldErrors>>;
      /** The first field that is wrong, in the order of rows and of the form. */
      readonly firstError: RowPath | undefined;
      /** The call failed, so that nobody knows what is wrong; `ABORTED` when it was given up. */
      readonly error: MizanError | undefined;
    };

export interface FormsetOptions<Input extends object> extends FieldsOptions {
  /** What rows hold at first. Where there are fewer than there must be, empty ones follow. @default none */
  readonly initial?: readonly Partial<Input>[] | undefined;
  /** Is called after a submission was accepted. */
  readonly onSuccess?: (() => void) | undefined;
}

/** Several of a form that are filled in, and sent together. */
export interface FormsetStore<Input extends object> {
  /** The same object until something changes. */
  readonly getState: () => FormsetState<Input>;
  readonly subscribe: (listener: () => void) => () => void;
  /** Adds a row at the end and gives its key; undefined when there can be no more. */
  readonly add: (initial?: Partial<Input>) => string | undefined;
  /** Takes a row away. One that the server knows is sent as deleted, where that is possible. */
  readonly remove: (key: string) => void;
  /** Moves a row to another place, counted from 0. */
  readonly move: (key: string, to: number) => void;
  readonly set: <Path extends FieldPath<Input>>(
    key: string,
    path: Path,
    value: FieldValue<Input, Path>,
  ) => void;
  /** Says that somebody left a field of a row. */
  readonly touch: (key: string, path: FieldPath<Input>) => void;
  readonly submit: () => Promise<FormsetResult>;
  /** Gives up a submission that is under way: all is as before it. */
  readonly cancel: () => void;
  /** Begins anew, with the rows there were at first, or with these. */
  readonly reset: (initial?: readonly Partial<Input>[]) => void;
}
