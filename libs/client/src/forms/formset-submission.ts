import type { FormConnection } from './form-connection.js';
import type { FieldError } from './form-store.js';
import type { FormsetRows, SentRow } from './formset-rows.js';
import { formsetRefusal, formsetState } from './formset-state.js';
import { readServed } from './found-errors.js';
import type { FormsetResult } from './formset-store.js';
import type { SubmissionEnd } from './submission.js';

/** What a submission is answered (PROTOCOL 11). */
type Answer =
  | { readonly success: true }
  | {
      readonly success: false;
      readonly errors: { readonly general: readonly string[]; readonly per_form: readonly unknown[] };
    };

/** Sends all rows, unless one is known to be wrong, and has each know what came of it. */
export async function submitFormset<Input extends object>(
  rows: FormsetRows<Input>,
  connection: FormConnection<Input, FormsetResult>,
): Promise<FormsetResult> {
  for (const { fields } of rows.list) fields.submitting();
  if (rows.list.some(({ fields }) => fields.isWrong)) {
    for (const { fields } of rows.list) {
      if (fields.isWrong) fields.blocked();
      else fields.resume();
    }
    connection.submission.forgetError();
    return formsetRefusal(rows, undefined);
  }
  const sent = rows.toSend();
  const forms = sent.map(({ data, marks }) => ({ ...data, ...marks }));
  const result = settle(rows, connection, sent, await connection.submission.run({ forms }));
  // Those that were added meanwhile have waited, too.
  for (const { fields } of rows.list) fields.resume();
  connection.notify();
  return result;
}

function settle<Input extends object>(
  rows: FormsetRows<Input>,
  connection: FormConnection<Input, FormsetResult>,
  sent: readonly SentRow<Input>[],
  end: SubmissionEnd,
): FormsetResult {
  if (end.kind !== 'answered') return formsetRefusal(rows, end.error);
  // A server that answers with success speaks the protocol.
  const answer = end.answer as Answer;
  if (answer.success) {
    const { submission } = connection;
    submission.forgetContent();
    for (const { row, data } of sent) row.fields.accepted(data);
    rows.save(sent);
    if (!formsetState(rows, connection.state).isDirty) submission.settle();
    return answer;
  }
  const { general, per_form } = answer.errors;
  rows.general = [
    ...general.map((message) => ({ code: 'invalid', message })),
    // Nobody sees a row that is to go.
    ...sent.flatMap(({ isDeleted }, index) => (isDeleted ? allErrors(per_form[index]) : [])),
  ];
  for (const [index, { row, data }] of sent.entries()) row.fields.refused(data, per_form[index]);
  connection.checked();
  return formsetRefusal(rows, undefined);
}

function allErrors(answer: unknown): readonly FieldError[] {
  const { errors, formErrors } = readServed(answer, []);
  return [...formErrors, ...Object.values(errors)];
}
