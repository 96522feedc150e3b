export { Field } from './declare/field.decorator.js';
export { FormCheck } from './declare/form-check.decorator.js';
export { FormInvalid } from './declare/form-invalid.js';
export { FormsetSubmit } from './declare/formset-submit.decorator.js';
export { MizanForm } from './declare/mizan-form.decorator.js';
export { checkTranslated } from './check-translated.js';
export { formSettingsToken, translatedFormsToken } from './forms-options.js';
export { readFormSettings } from './read-form-settings.js';

export type { FieldChoice, FieldInitial, FieldOptions } from './declare/field.decorator.js';
export type { FormCall, PerRequest } from './declare/form-call.js';
export type { FormsetOptions, MizanFormOptions } from './declare/form-options.js';
export type { FormsetRow } from './declare/formset-submit.decorator.js';
export type { Widget } from '@mizan/protocol';
export type { FormText } from './form-text.js';
export type { FormsOptions, TranslateForm } from './forms-options.js';
