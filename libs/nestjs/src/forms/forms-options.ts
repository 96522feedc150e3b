import type { FormText } from './form-text.js';
import type { FormCall } from './declare/form-call.js';

/** Says a text in another language. What it returns is shown as it is. */
export type TranslateForm = (text: FormText, call: FormCall) => string | Promise<string>;

/** How forms are shown and checked. */
export interface FormsOptions {
  /**
   * Has the last word on every text of a form: titles, labels, help, choices and what is wrong.
   * @default texts stand as they were declared, and what is wrong is said in English
   */
  readonly translate?: TranslateForm;
}

/** The options as they are used. */
export interface FormSettings {
  readonly translate: TranslateForm | undefined;
}

/** A value, so that it is known where no factory is called: whether the app has `forms.translate`. */
export const translatedFormsToken = Symbol('mizan.translatedForms');

export const formSettingsToken = Symbol('mizan.forms');
