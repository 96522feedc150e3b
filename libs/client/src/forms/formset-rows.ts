import { identityField } from '../identity.js';
import type { Fields } from './fields.js';
import type { FormsetBounds } from './form-description.js';
import type { FormsetRow } from './formset-store.js';

/** One of the forms of a formset. */
export interface Row<Input extends object> {
  readonly key: string;
  readonly fields: Fields<Input>;
  /** Whether the server knows it: it was there at first and says which it is. */
  readonly isKnown: boolean;
}

/** A row with what it held when it was sent, and what is said of it beside (PROTOCOL 11). */
export interface SentRow<Input extends object> {
  readonly row: Row<Input>;
  readonly data: object;
  readonly isDeleted: boolean;
  readonly marks: { readonly ORDER: number } | { readonly DELETE: true } | undefined;
}

export interface RowsOptions<Input extends object> {
  readonly bounds: FormsetBounds;
  readonly createFields: (initial: Partial<Input> | undefined) => Fields<Input>;
}

export type Rows<Input extends object> = ReturnType<typeof createRows<Input>>;

/** The rows of a formset: which there are, in which order, and which the server is to delete. */
export function createRows<Input extends object>({ bounds, createFields }: RowsOptions<Input>) {
  let rows: readonly Row<Input>[] = [];
  let deleted: readonly Row<Input>[] = [];
  /** What there was at first, or when it was submitted. */
  let before = rows;
  let count = 0;
  const shown = new WeakMap<object, FormsetRow<Input>>();

  function create(initial: Partial<Input> | undefined, isThere: boolean): Row<Input> {
    count += 1;
    const isKnown = isThere && identityField(withoutBlanks(initial)) !== undefined;
    return { key: String(count), fields: createFields(initial), isKnown };
  }

  /** The same object while the state of the row is. */
  function show({ key, fields }: Row<Input>): FormsetRow<Input> {
    const state = fields.getState();
    const known = shown.get(state) ?? { key, ...state };
    shown.set(state, known);
    return known;
  }

  return {
    list: () => rows,
    show: () => rows.map(show),
    canAdd: () => rows.length < bounds.max,
    canRemove: () => rows.length > bounds.min,
    isChanged: () =>
      rows.length !== before.length || rows.some((row, index) => row !== before[index]) || deleted.length > 0,
    add(initial?: Partial<Input>): string {
      const row = create(initial, false);
      rows = [...rows, row];
      return row.key;
    },
    remove(row: Row<Input>): void {
      rows = rows.filter((other) => other !== row);
      if (row.isKnown && bounds.canDelete) deleted = [...deleted, row];
    },
    move(row: Row<Input>, to: number): void {
      rows = rows.filter((other) => other !== row).toSpliced(Math.max(0, to), 0, row);
    },
    /** All that is sent: rows to delete come last. */
    toSend: (): readonly SentRow<Input>[] =>
      [...rows, ...deleted].map((row, index) => ({
        row,
        data: row.fields.data(),
        isDeleted: index >= rows.length,
        marks: index >= rows.length ? { DELETE: true } : bounds.canOrder && { ORDER: index + 1 },
      })),
    /** What was sent is as the server has it. */
    save(sent: readonly SentRow<Input>[]): void {
      before = sent.filter(({ isDeleted }) => !isDeleted).map(({ row }) => row);
      const gone = sent.filter(({ isDeleted }) => isDeleted).map(({ row }) => row);
      deleted = deleted.filter((row) => !gone.includes(row));
    },
    reset(initial: readonly Partial<Input>[]): void {
      rows = initial.map((values) => create(values, true));
      while (rows.length < bounds.min) rows = [...rows, create(undefined, false)];
      deleted = [];
      before = rows;
    },
  };
}

/** An id that is not filled in says nothing. */
function withoutBlanks(values: object | undefined): object {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== ''));
}
