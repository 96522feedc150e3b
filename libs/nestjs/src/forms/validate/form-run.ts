import type { MizanIdentity } from '../../identity/index.js';
import type { ChoiceOf, FormField } from '../compile/form-field.js';
import type { FormCall } from '../declare/form-call.js';
import type { FormSettings } from '../forms-options.js';
import type { ValidatorSource } from './validator-source.js';

/** One request to a form. */
export interface FormRun {
  readonly call: FormCall;
  /** Who calls: asked only where somebody wants to know. */
  readonly who: () => Promise<MizanIdentity | null>;
  /** The object that has the methods of the form. */
  readonly instance: object;
  readonly validators: ValidatorSource;
  readonly settings: FormSettings;
  /** Whether what was sent is to be handled: where it is only checked, files cannot be sent along. */
  readonly isSubmission: boolean;
  /** Choices that were computed: a list asks for those of its fields for each item. */
  readonly choices: Map<FormField, Promise<readonly ChoiceOf[]>>;
}
