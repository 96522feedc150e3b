import { Injectable } from '@nestjs/common';
import { IsInt, MaxLength, Min } from 'class-validator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FormsApp, startForms } from '../../../test-support/start-forms.js';
import {
  defineContext,
  FormCheck,
  FormInvalid,
  type FormsetRow,
  FormsetSubmit,
  MizanClient,
  MizanForm,
  Typed,
} from '../../index.js';

const OrderContext = defineContext('order');

class Line {
  @MaxLength(4) sku!: string;
  @IsInt() @Min(1) qty!: number;
}
class LineView {
  @Typed() sku!: string;
}

@Injectable()
class Lines {
  readonly kept: string[] = [];
  rows: readonly FormsetRow<Line>[] = [];

  @MizanClient({ context: OrderContext, output: LineView })
  firstLine(): LineView {
    return { sku: 'A' };
  }

  @MizanForm({
    name: 'line',
    formset: { min: 1, max: 3, canDelete: true, canOrder: true },
    merge: OrderContext,
  })
  keep({ sku }: Line): LineView {
    this.kept.push(sku);
    if (sku === 'gone') throw new FormInvalid('sku', 'gone', 'Sold out');
    return { sku };
  }

  @FormCheck('line')
  isSold({ sku }: Partial<Line>): void {
    if (sku === 'no') throw new FormInvalid(null, 'unsold', 'Not sold');
  }

  @MizanForm({ name: 'all', formset: { canDelete: true, canOrder: true }, affects: OrderContext })
  one(_line: Line): void {
    throw new Error('The rows are handled together');
  }

  @FormsetSubmit('all')
  keepAll(rows: readonly FormsetRow<Line>[]): void {
    this.rows = rows;
    const gone = rows.find(({ data }) => data?.sku === 'gone');
    if (gone !== undefined)
      throw new FormInvalid(gone.data?.qty === 9 ? 'sku' : `${gone.index}.sku`, 'gone', 'Sold out');
    const odd = rows.find(({ data }) => data?.sku === 'odd');
    if (odd !== undefined)
      throw new FormInvalid(odd.data?.qty === 1 ? null : String(odd.index), 'odd', 'Odd');
  }

  @MizanForm({ name: 'plain', formset: true })
  plain({ sku }: Line): void {
    this.kept.push(sku);
  }
}

const refusal = (errors: object) => ({ result: { success: false, errors } });

describe('a formset', () => {
  let app: FormsApp;
  let lines: Lines;
  beforeAll(async () => {
    app = await startForms({ providers: [Lines] });
    lines = app.app.get(Lines);
  });
  afterAll(() => app.close());
  beforeEach(() => void (lines.kept.length = 0));

  const call = async (fn: string, forms: unknown) => {
    const response = await app.call(fn, { forms });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const submit = async (form: string, forms: unknown) => (await call(`${form}.formset.submit`, forms)).body;

  it('tells its bounds, and a form for each row', async () => {
    const { body } = await call('line.formset.schema', [{}, {}]);
    expect(body['result']).toMatchObject({
      forms: [{ name: 'line' }, { name: 'line' }],
      min_num: 1,
      max_num: 3,
      can_delete: true,
      can_order: true,
    });
  });

  it('has the method handle row after row, in the order that they say', async () => {
    const rows = [
      { sku: 'A', qty: 1, ORDER: '2' },
      { sku: 'B', qty: 1 },
      { sku: 'C', qty: 1, ORDER: 1 },
    ];
    expect(await submit('line', rows)).toEqual({ result: { success: true }, invalidate: ['order'] });
    expect(lines.kept).toEqual(['C', 'A', 'B']);
  });

  it('does not look at rows that are to be deleted, nor count them', async () => {
    const deleted = { sku: 'far too long', DELETE: 'on' };
    expect(await submit('line', [deleted, { sku: 'A', qty: 1 }])).toMatchObject({
      result: { success: true },
    });
    expect(lines.kept).toEqual(['A']);
    expect(await submit('line', [deleted])).toMatchObject({
      result: { success: false, errors: { general: ['Fill in at least 1.'] } },
    });
  });

  it('takes DELETE and ORDER for nothing where rows cannot do that', async () => {
    await submit('plain', [
      { sku: 'A', qty: 1, DELETE: true, ORDER: 2 },
      { sku: 'B', qty: 1, ORDER: 1 },
    ]);
    expect(lines.kept).toEqual(['A', 'B']);
  });

  it('handles no row when one of them is wrong, and makes nothing stale', async () => {
    expect(
      await submit('line', [
        { sku: 'A', qty: 1 },
        { sku: 'no', qty: 0 },
      ]),
    ).toEqual({
      result: {
        success: false,
        errors: {
          general: [],
          per_form: [
            { errors: [] },
            {
              errors: [
                { field: 'qty', errors: [{ code: 'min_value', message: 'Enter 1 or more.' }] },
                { field: '__all__', errors: [{ code: 'unsold', message: 'Not sold' }] },
              ],
            },
          ],
        },
      },
    });
    expect(lines.kept).toEqual([]);
  });

  it('answers with the row that the method finds fault with', async () => {
    expect(
      await submit('line', [
        { sku: 'A', qty: 1 },
        { sku: 'gone', qty: 1 },
      ]),
    ).toEqual({
      result: {
        success: false,
        errors: {
          general: [],
          per_form: [
            { errors: [] },
            { errors: [{ field: 'sku', errors: [{ code: 'gone', message: 'Sold out' }] }] },
          ],
        },
      },
    });
  });

  it('looks at none of too many rows', async () => {
    const rows = [1, 2, 3, 4];
    const { body } = await call(
      'line.formset.validate',
      rows.map(() => ({})),
    );
    expect(body['result']).toEqual({
      general: ['Fill in at most 3.'],
      per_form: rows.map(() => ({ errors: [] })),
    });
  });

  it('can be handled all at once, with what is to be deleted', async () => {
    const rows = [
      { sku: 'A', qty: '2', id: 5 },
      { id: 6, DELETE: true },
    ];
    expect(await submit('all', rows)).toEqual({ result: { success: true }, invalidate: ['order'] });
    expect(lines.rows).toEqual([
      { index: 0, isDeleted: false, data: { sku: 'A', qty: 2 }, sent: rows[0] },
      { index: 1, isDeleted: true, data: undefined, sent: rows[1] },
    ]);
    expect(lines.rows[0]?.data).toBeInstanceOf(Line);
  });

  it('answers with what the method for all rows finds fault with, and makes nothing stale', async () => {
    const none = { errors: [] };
    const right = { sku: 'A', qty: 1 };
    const refused = async (row: object) => submit('all', [right, row]);
    const sold = { field: 'sku', errors: [{ code: 'gone', message: 'Sold out' }] };
    expect(await refused({ sku: 'gone', qty: 1 })).toEqual(
      refusal({ general: [], per_form: [none, { errors: [sold] }] }),
    );
    const odd = { field: '__all__', errors: [{ code: 'odd', message: 'Odd' }] };
    expect(await refused({ sku: 'odd', qty: 2 })).toEqual(
      refusal({ general: [], per_form: [none, { errors: [odd] }] }),
    );
    expect(await refused({ sku: 'odd', qty: 1 })).toEqual(
      refusal({ general: ['Odd'], per_form: [none, none] }),
    );
    // Which row is meant?
    expect(await refused({ sku: 'gone', qty: 9 })).toMatchObject({ code: 'INTERNAL_ERROR' });
    expect(app.logged.at(-1)?.text).toContain('"sku" is no row of the formset "all"');
  });

  it('lets rows that are to be deleted leave their place to others', async () => {
    const right = { sku: 'A', qty: 1 };
    const deleted = { DELETE: true };
    expect(await submit('line', [right, deleted, right, right])).toMatchObject({ result: { success: true } });
    const tooMany = { result: { success: false, errors: { general: ['Fill in at most 3.'] } } };
    expect(await submit('line', [right, deleted, right, right, right])).toMatchObject(tooMany);
    expect(await submit('line', [right, ...Array.from({ length: 4 }, () => deleted)])).toMatchObject(tooMany);
  });

  it('takes flat names, as browsers send them', async () => {
    const args = { 'forms.0.sku': 'A', 'forms.0.qty': '1', 'forms.1.sku': 'B', 'forms.1.qty': '2' };
    const response = await app.call('plain.formset.submit', args);
    expect(await response.json()).toEqual({ result: { success: true } });
    expect(lines.kept).toEqual(['A', 'B']);
  });

  it.each([
    { forms: undefined, field: 'forms' },
    { forms: {}, field: 'forms' },
    { forms: [5], field: 'forms.0' },
  ])('refuses $forms', async ({ forms, field }) => {
    const { status, body } = await call('line.formset.submit', forms);
    expect([status, body['code']]).toEqual([422, 'VALIDATION_ERROR']);
    expect(body['details']).toEqual({ fields: { [field]: [expect.any(String)] } });
  });
});
