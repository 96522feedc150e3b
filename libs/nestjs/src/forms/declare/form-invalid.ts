import { ValidationFailed } from '../../errors/index.js';

/** Under this name stand errors that are of no field (PROTOCOL 11). */
export const wholeForm = '__all__';

/**
 * What is filled in cannot be accepted: thrown by `@FormCheck` methods and by the one that handles submissions. It
 * becomes an answer of the form, not an error. In functions that are no form it is a `ValidationFailed`.
 */
export class FormInvalid extends ValidationFailed {
  /** The name of a field, with dots for what is inside of it; `__all__` for the form as a whole. */
  readonly field: string;
  /** What is wrong, for programs: `taken`. */
  readonly fieldCode: string;

  /**
   * @param field null for the form as a whole
   * @param code in snake_case, your own or one of PROTOCOL 11
   * @param message for whoever fills in the form
   */
  constructor(field: string | null, code: string, message: string) {
    super({ fields: { [field ?? wholeForm]: [message] }, message });
    this.field = field ?? wholeForm;
    this.fieldCode = code;
  }
}
