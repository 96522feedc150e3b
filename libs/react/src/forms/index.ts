'use client';

export { createFormComponent } from './create-form-component.js';
export { createFormHook } from './create-form-hook.js';
export { createFormsetHook } from './create-formset-hook.js';
export { useFormRows } from './use-form-rows.js';

export type { FormComponentProps } from './create-form-component.js';
export type { FormHook, FormProps, FormResult } from './create-form-hook.js';
export type { FormsetHook, FormsetHookResult, FormsetRowResult } from './create-formset-hook.js';
export type { InputFieldOf, InputPath, ListFieldOf, ListPath, SchemaOf } from './field-names.js';
export type { FieldParts, LabelProps, TextProps } from './field-parts.js';
export type { FieldHandlers, FieldProps, GroupProps } from './field-props.js';
export type { FormSlots, FormTexts, PartName, PartProps, RadioChoice, Slot } from './form-slots.js';
export type { ListRow, ListRows } from './use-list-rows.js';
