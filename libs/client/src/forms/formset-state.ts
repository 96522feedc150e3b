import type { MizanError } from '../mizan-error.js';
import type { ConnectionState, FieldErrors } from './form-store.js';
import type { FormsetRows } from './formset-rows.js';
import type { FormsetResult, FormsetState, RowPath } from './formset-store.js';

export function formsetState<Input extends object>(
  rows: FormsetRows<Input>,
  connection: ConnectionState,
): FormsetState<Input> {
  const shown = rows.show();
  const { general, canAdd, canRemove, canMove } = rows;
  return {
    rows: shown,
    errors: general,
    canAdd,
    canRemove,
    canMove,
    isDirty: rows.isChanged || shown.some((row) => row.isDirty),
    isValid: general.length === 0 && shown.every((row) => row.isValid),
    isValidating: shown.some((row) => row.isValidating),
    ...connection,
  };
}

/** What a submission came to that was not accepted. */
export function formsetRefusal<Input extends object>(
  rows: FormsetRows<Input>,
  error: MizanError | undefined,
): FormsetResult {
  const wrong: Record<string, FieldErrors> = {};
  let firstError: RowPath | undefined;
  for (const { key, errors, formErrors } of rows.show()) {
    const [path] = Object.keys(errors);
    if (path !== undefined) wrong[key] = errors;
    if (path !== undefined || formErrors.length > 0) firstError ??= { key, path };
  }
  return { success: false, general: rows.general, rows: wrong, firstError, error };
}
