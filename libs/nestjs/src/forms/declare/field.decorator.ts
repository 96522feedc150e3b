import { Allow } from 'class-validator';
import type { ValidatorMetadata } from '../../types/field-clues.js';
import type { PerRequest } from './form-call.js';
import type { Widget } from '@mizan/protocol';

/** One of the values that a field can have. A text alone is its own label, in words with capitals. */
export type FieldChoice = string | number | { readonly value: string | number; readonly label: string };

/** How a field of a form is shown. */
export interface FieldOptions {
  /** @default the name of the field, in words with capitals */
  readonly label?: string;
  /** @default what type and constraints suggest: `@IsEmail()` gives `email`, an enum `select`, a boolean `checkbox` */
  readonly widget?: Widget;
  /** What helps to fill it in. @default none */
  readonly helpText?: string;
  /** What it shows at first; a function computes it for each request. @default the initial value of the property */
  readonly initial?: FieldInitial | PerRequest<FieldInitial | undefined>;
  /** What can be chosen, and nothing else is valid; a function computes it for each request. @default the values of an enum */
  readonly choices?: readonly FieldChoice[] | PerRequest<readonly FieldChoice[]>;
  /** Fields of a lower number come first; those of the same number as they stand in the source. @default 0 */
  readonly order?: number;
  /** Shown, and never taken from whoever sends the form: it has its initial value. @default false */
  readonly disabled?: boolean;
}

/** What a field can show at first. */
export type FieldInitial = string | number | boolean | Date | null | readonly (string | number)[];

const fieldMark: unique symbol = Symbol.for('mizan.field');

/**
 * Says how a property of a DTO is shown in forms. What it is and when it is right is said by its type and by
 * class-validator.
 *
 * @example @Field({ label: 'Your name', helpText: 'As on your badge' }) @MaxLength(80) name!: string;
 */
export function Field(options: FieldOptions = {}): PropertyDecorator {
  // It lives in class-validator's storage, because that is what mapped types (`PartialType`, …) copy.
  return Allow({ context: { [fieldMark]: options } });
}

/** What `@Field` said of a property; the innermost class wins. */
export function readField(validators: readonly ValidatorMetadata[]): FieldOptions | undefined {
  for (const { context } of validators) {
    const marked: unknown = context;
    // Only `Field` writes under this symbol.
    if (typeof marked === 'object' && marked !== null && fieldMark in marked)
      return marked[fieldMark] as FieldOptions;
  }
  return undefined;
}
