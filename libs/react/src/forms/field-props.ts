import type { FieldError, FormField } from '@mizan/client/forms';
import type { ChangeEvent, FocusEvent } from 'react';
import { shownTime } from './shown-time.js';

type AnyControl = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What stays the same for all fields of a form: they are told apart by name. */
export interface FieldHandlers {
  readonly onChange: (event: ChangeEvent<AnyControl>) => void;
  readonly onBlur: (event: FocusEvent<AnyControl>) => void;
}

/** What makes an `<input>`, `<textarea>` or `<select>` that of a field. */
export interface FieldProps extends FieldHandlers {
  readonly id: string;
  readonly name: string;
  readonly type?: string | undefined;
  readonly value?: string | readonly string[] | undefined;
  readonly checked?: boolean | undefined;
  readonly multiple?: boolean | undefined;
  readonly accept?: string | undefined;
  readonly required?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly min?: number | string | undefined;
  readonly max?: number | string | undefined;
  readonly step?: number | string | undefined;
  readonly pattern?: string | undefined;
  /** Of one of a list of texts or numbers. */
  readonly 'aria-label'?: string | undefined;
  readonly 'aria-invalid'?: boolean | undefined;
  readonly 'aria-describedby'?: string | undefined;
  /** Of a file: a browser lets nobody set what was chosen, only take it away. */
  readonly ref?: ((control: { value: string } | null) => void) | undefined;
}

/** One field, and what is known of it. */
export interface KnownField {
  readonly id: string;
  readonly name: string;
  readonly field: FormField | undefined;
  readonly value: unknown;
  readonly error: FieldError | undefined;
}

/** What makes a `<fieldset>` one of radio buttons, or of a list. */
export interface GroupProps {
  readonly role?: 'radiogroup' | undefined;
  readonly 'aria-required'?: boolean | undefined;
  readonly 'aria-invalid'?: boolean | undefined;
  readonly 'aria-describedby'?: string | undefined;
}

export function groupProps(known: KnownField): GroupProps {
  const { field, error } = known;
  const described = { 'aria-describedby': describedBy(known) };
  if (field?.widget !== 'radio') return described;
  return {
    ...described,
    role: 'radiogroup',
    'aria-required': isRequired(field),
    'aria-invalid': error !== undefined,
  };
}

/** The ids by which help and errors are found. */
function describedBy({ id, field, error }: KnownField): string | undefined {
  const ids = [field?.helpText && `${id}-help`, error && `${id}-error`];
  return ids.filter(Boolean).join(' ') || undefined;
}

/** @param choice of a radio button: what it stands for */
export function fieldProps(
  known: KnownField,
  handlers: FieldHandlers,
  choice: string | undefined,
): FieldProps {
  const { id, name, field, value, error } = known;
  const type = field?.widget ?? 'text';
  const { onChange, onBlur } = handlers;
  const text = shownTime(type, textOf(value));
  const named = { id, name, onChange, onBlur };
  if (type === 'hidden') return { ...named, type, value: text };
  const control = {
    ...named,
    required: isRequired(field),
    disabled: field?.disabled,
    // Said in either case: a browser else says so itself of what is required and empty.
    'aria-invalid': error !== undefined,
  };
  if (type === 'radio' && choice !== undefined)
    return { ...control, type, id: choiceId(known, choice), value: choice, checked: text === choice };
  const described = { ...control, 'aria-describedby': describedBy(known) };
  const { accept, multiple, minLength, maxLength, min, max, step, pattern } = field ?? {};
  switch (type) {
    case 'checkbox':
      return { ...described, type, checked: value === true };
    case 'file':
      return { ...described, type, accept, multiple, ref: isNothing(value) ? forgetFile : undefined };
    case 'select':
    case 'radio':
      return { ...described, value: text };
    case 'select-multiple':
      return { ...described, multiple: true, value: Array.isArray(value) ? value : none };
  }
  if (type === 'textarea') return { ...described, value: text, minLength, maxLength };
  return { ...described, type, value: text, minLength, maxLength, min, max, step, pattern };
}

const none: readonly string[] = [];

/** Whether somebody has to fill it in, which nobody can who may not. */
export function isRequired(field: FormField | undefined): boolean {
  return field?.required === true && !field.disabled;
}

/** The id of one radio button. */
export function choiceId({ id, field }: KnownField, choice: string): string {
  return `${id}-${field?.choices?.findIndex(({ value }) => value === choice) ?? 0}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || Number.isFinite(value) ? String(value) : '';
}

function isNothing(value: unknown): boolean {
  return !value || (Array.isArray(value) && value.length === 0);
}

function forgetFile(control: { value: string } | null): void {
  if (control) control.value = '';
}
