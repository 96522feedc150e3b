import { isFilledIn } from '@mizan/protocol';
import type { CompiledForm } from '../compile/compiled-form.js';
import type { FormField } from '../compile/form-field.js';
import { readChoices } from '../schema/read-choices.js';
import { readFixedValue } from '../schema/read-initial.js';
import { findBrokenConstraint, isUnconstrained } from './check-constraints.js';
import { checkWholeForm } from './check-whole-form.js';
import { choiceFault } from './describe-fault.js';
import { FormFaults, type IsAsked } from './form-faults.js';
import type { FormRun } from './form-run.js';
import { type FieldPlace, readGroup, type Reading, type ReadGroup } from './read-group.js';
import { applySchema } from './apply-schema.js';

/** What a submission came to. */
export type FormVerdict =
  | { readonly kind: 'valid'; readonly input: unknown; readonly sent: ReadGroup['sent'] }
  | { readonly kind: 'refused'; readonly faults: FormFaults };

export interface ValidateOptions {
  /** Whether a field is to be looked at. @default all are */
  readonly isAsked?: IsAsked;
  /** Whether the form is looked at as a whole. @default true */
  readonly wholeForm?: boolean;
}

/** Checks what was filled in: nothing is changed by it, but what validators and checks of the app do. */
export async function validateForm(
  form: CompiledForm,
  data: object,
  run: FormRun,
  { isAsked = () => true, wholeForm = true }: ValidateOptions = {},
): Promise<FormVerdict> {
  const faults = new FormFaults();
  const fixed = await readFixed(form.group.fields, run);
  const reading: Reading = { faults, fixed, places: [], isWithoutFiles: !run.isSubmission };
  const { value, sent } = readGroup(form.group, data, reading);
  await checkFields(reading.places, faults, run, isAsked);
  const input = form.schema === undefined ? value : await applySchema(form.schema, value, faults, wholeForm);
  if (wholeForm) await checkWholeForm(form, faults.isEmpty ? (input ?? value) : value, faults, run);
  return faults.isEmpty ? { kind: 'valid', input, sent } : { kind: 'refused', faults };
}

/** What is inside of a field is looked at when the field itself holds, and only where its conditions want it. */
async function checkFields(
  places: readonly FieldPlace[],
  faults: FormFaults,
  run: FormRun,
  isAsked: IsAsked,
): Promise<void> {
  let closed: string | undefined;
  const shut = new Set<string>();
  for (const place of places) {
    const { path, field } = place;
    if (closed !== undefined && path.startsWith(closed)) continue;
    const isOpen = field.group === undefined || !isUnconstrained(place);
    if (isOpen && isAsked(path)) await checkField(place, faults, run);
    closed = isOpen && !faults.has(path) ? undefined : `${path}.`;
    if (closed !== undefined && field.group !== undefined) shut.add(path);
  }
  // All at once: a long list may have many.
  faults.forgetWithin(shut);
}

async function checkField(place: FieldPlace, faults: FormFaults, run: FormRun): Promise<void> {
  const { field, path, owner } = place;
  const fault = await findBrokenConstraint(place, run);
  if (fault !== undefined) faults.add(path, fault);
  else if (!(await isChoice(field, Reflect.get(owner, field.property), run))) faults.add(path, choiceFault);
}

/** Whether a value is one of those that can be chosen by whoever asks now. */
async function isChoice(field: FormField, value: unknown, run: FormRun): Promise<boolean> {
  if (field.choices === undefined || !isFilledIn(value)) return true;
  const known = new Set((await readChoices(field, run))?.map((choice) => choice.value));
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.every((one) => known.has(String(one)));
}

/** The values of disabled fields, at the top: what is inside of others is planned, but cannot be disabled apart. */
async function readFixed(fields: readonly FormField[], run: FormRun): Promise<Reading['fixed']> {
  const fixed = new Map<FormField, unknown>();
  for (const field of fields) {
    if (field.disabled) fixed.set(field, await readFixedValue(field, run));
    if (field.group) for (const entry of await readFixed(field.group.fields, run)) fixed.set(...entry);
  }
  return fixed;
}
