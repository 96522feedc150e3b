import type { Mizan } from '../create-mizan.js';
import { Fields } from './fields.js';
import { FormConnection } from './form-connection.js';
import type { FormRef } from './form-ref.js';
import { FormsetRows, type Row } from './formset-rows.js';
import { formsetRefusal, formsetState } from './formset-state.js';
import type { FormsetOptions, FormsetResult, FormsetState, FormsetStore } from './formset-store.js';
import { submitFormset } from './formset-submission.js';

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
  let initial = options.initial ?? [];
  let state: FormsetState<Input> | undefined;

  const connection = new FormConnection<Input, FormsetResult>(mizan, ref, {
    role: 'formset.submit',
    // Rows that were added have no id by which the server could tell that it has them.
    rest: Infinity,
    messages: options.messages,
    fields: () => rows.list.map(({ fields }) => fields),
    data: () => ({}),
    cancel,
    changed: () => (state = undefined),
  });
  const { submission } = connection;
  const rows: FormsetRows<Input> = new FormsetRows(
    ref.form.formset ?? { min: 0, max: 1000 },
    (values) => new Fields(connection.fieldsHost, values),
  );
  rows.reset(initial);

  /** Something else is there: what was said of all together holds no longer. */
  function changed(): void {
    rows.general = [];
    submission.unsettle();
  }

  /** Another row, or others. */
  function change(put: () => void): void {
    const before = rows.list;
    put();
    changed();
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
    const result = await submitFormset(rows, connection);
    if (result.success) options.onSuccess?.();
    return result;
  }

  function cancel(): void {
    if (!submission.isUnderWay) return;
    submission.cancel();
    for (const { fields } of rows.list) fields.cancelled();
    connection.notify();
  }

  return {
    getState: () => (state ??= formsetState(rows, connection.state)),
    subscribe: (listener) => connection.subscribe(listener),
    add(values) {
      if (!rows.canAdd) return undefined;
      let key: string | undefined;
      change(() => (key = rows.add(values)));
      return key;
    },
    remove: (key) => withRow(key, (row) => rows.canRemove && change(() => rows.remove(row))),
    move: (key, to) => withRow(key, (row) => rows.canMove && change(() => rows.move(row, to))),
    set(key, path: string, value) {
      withRow(key, ({ fields }) => {
        changed();
        fields.set(path, value);
      });
    },
    touch: (key, path) => withRow(key, ({ fields }) => fields.touch(path)),
    submit: () => connection.submit(submit, (error) => formsetRefusal(rows, error)),
    cancel,
    reset(values = initial) {
      initial = values;
      submission.reset();
      change(() => rows.reset(values));
    },
  };
}
