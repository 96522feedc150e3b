import type { Mizan } from '../create-mizan.js';
import type { MizanError } from '../mizan-error.js';
import { Fields } from './fields.js';
import { FormConnection } from './form-connection.js';
import type { FormRef } from './form-ref.js';
import type { FieldError, FieldErrors } from './form-store.js';
import { FormsetRows, type Row, type SentRow } from './formset-rows.js';
import type { FormsetOptions, FormsetResult, FormsetState, FormsetStore, RowPath } from './formset-store.js';
import type { SubmissionEnd } from './submission.js';

/** What a submission is answered (PROTOCOL 11). */
type Answer =
  | { readonly success: true }
  | {
      readonly success: false;
      readonly errors: { readonly general: readonly string[]; readonly per_form: readonly unknown[] };
    };

/**
 * Makes several of a form to be filled in and sent together, as the lines of an order. Each row is checked as a form of
 * its own while somebody types.
 *
 * @example
 * const lines = createFormset(mizan, orderLineForm, { initial: order.lines });
 * const key = lines.add({ qty: 1 });
 * if (key) lines.set(key, 'sku', 'A-1');
 * await lines.submit();
 */
export function createFormset<Input extends object, Values extends object>(
  mizan: Mizan,
  ref: FormRef<Input, Values, unknown>,
  options: FormsetOptions<Input> = {},
): FormsetStore<Input> {
  const bounds = ref.form.formset ?? { min: 0, max: 1000 };
  let initial = options.initial ?? [];
  let general: readonly FieldError[] = [];
  let state: FormsetState<Input> | undefined;

  const connection = new FormConnection<Input, FormsetResult>(mizan, ref, {
    role: 'formset.submit',
    messages: options.messages,
    fields: () => rows.list.map(({ fields }) => fields),
    data: () => ({}),
    changed: () => (state = undefined),
  });
  const { submission } = connection;
  const rows: FormsetRows<Input> = new FormsetRows(
    bounds,
    (values) => new Fields(connection.fieldsHost, values),
  );
  rows.reset(initial);

  /** Another row, or others: what was said of all together holds no longer. */
  function change(put: () => void): void {
    const before = rows.list;
    put();
    general = [];
    for (const row of before) if (!rows.list.includes(row)) row.fields.stop();
    if (connection.isSubscribed) for (const row of rows.list) if (!before.includes(row)) row.fields.start();
    connection.notify();
  }

  /** Does something with a row, unless it has been taken away. */
  function withRow(key: string, act: (row: Row<Input>) => void): void {
    const row = rows.list.find((one) => one.key === key);
    if (row) act(row);
  }

  async function submit(): Promise<FormsetResult> {
    for (const { fields } of rows.list) fields.submitting();
    if (rows.list.some(({ fields }) => fields.isWrong)) {
      for (const { fields } of rows.list) {
        if (fields.isWrong) fields.blocked();
        else fields.resume();
      }
      return refusal();
    }
    const sent = rows.toSend();
    const forms = sent.map(({ data, marks }) => ({ ...data, ...marks }));
    const result = settle(sent, await submission.run({ forms }));
    // Those that were added meanwhile have waited, too.
    for (const { fields } of rows.list) fields.resume();
    connection.notify();
    if (result.success) options.onSuccess?.();
    return result;
  }

  function settle(sent: readonly SentRow<Input>[], end: SubmissionEnd): FormsetResult {
    if (end.kind !== 'answered') return refusal(end.error);
    // A server that answers with success speaks the protocol.
    const answer = end.answer as Answer;
    if (answer.success) {
      submission.forgetContent();
      for (const { row, data } of sent) row.fields.accepted(data);
      rows.save(sent);
      return answer;
    }
    general = answer.errors.general.map((message) => ({ code: 'invalid', message }));
    for (const [index, { row, data }] of sent.entries())
      row.fields.refused(data, answer.errors.per_form[index]);
    connection.checked();
    return refusal();
  }

  function refusal(error?: MizanError): FormsetResult {
    const wrong: Record<string, FieldErrors> = {};
    let firstError: RowPath | undefined;
    for (const { key, errors, formErrors } of rows.show()) {
      const [path] = Object.keys(errors);
      if (path !== undefined) wrong[key] = errors;
      if (path !== undefined || formErrors.length > 0) firstError ??= { key, path };
    }
    return { success: false, general, rows: wrong, firstError, error };
  }

  function compute(): FormsetState<Input> {
    const shown = rows.show();
    return {
      rows: shown,
      errors: general,
      canAdd: rows.canAdd,
      canRemove: rows.canRemove,
      canMove: bounds.canOrder === true,
      isDirty: rows.isChanged || shown.some((row) => row.isDirty),
      isValid: general.length === 0 && shown.every((row) => row.isValid),
      isValidating: shown.some((row) => row.isValidating),
      ...connection.state,
    };
  }

  return {
    getState: () => (state ??= compute()),
    subscribe: (listener) => connection.subscribe(listener),
    add(values) {
      if (!rows.canAdd) return undefined;
      let key: string | undefined;
      change(() => (key = rows.add(values)));
      return key;
    },
    remove(key) {
      withRow(key, (row) => rows.canRemove && change(() => rows.remove(row)));
    },
    move(key, to) {
      withRow(key, (row) => bounds.canOrder && change(() => rows.move(row, to)));
    },
    set(key, path: string, value) {
      withRow(key, ({ fields }) => {
        general = [];
        fields.set(path, value);
      });
    },
    touch(key, path) {
      withRow(key, ({ fields }) => fields.touch(path));
    },
    submit: () => submission.once(submit),
    cancel() {
      if (!submission.isUnderWay) return;
      submission.cancel();
      for (const { fields } of rows.list) fields.cancelled();
      connection.notify();
    },
    reset(values = initial) {
      initial = values;
      submission.cancel();
      submission.forgetError();
      change(() => rows.reset(values));
    },
  };
}
