export { createForm } from './create-form.js';
export { createFormset } from './create-formset.js';
export { formRef } from './form-ref.js';
export { placeOf } from './place-of.js';
export { servedSchema } from './schema-loader.js';
export { valueAt } from './values.js';

export type { FieldPath, FieldValue } from './field-path.js';
export type { FormChoice, Widget } from '@mizan/protocol';
export type { FormDescription, FormField, FormsetBounds } from './form-description.js';
export type { FormRef, FormRefOptions } from './form-ref.js';
export type {
  FieldError,
  FieldErrors,
  FieldsOptions,
  FieldsState,
  FormOptions,
  FormSchema,
  FormState,
  FormStore,
  LocalError,
  SetFields,
  SubmissionState,
  SubmitResult,
} from './form-store.js';
export type {
  FormsetOptions,
  FormsetResult,
  FormsetRow,
  FormsetState,
  FormsetStore,
  RowPath,
} from './formset-store.js';
export type { FieldPlace } from './place-of.js';
export type { SchemaIssue, SchemaResult, StandardSchema } from './standard-schema.js';
