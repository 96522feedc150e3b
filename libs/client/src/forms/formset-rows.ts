import type { Fields } from './fields.js';
import type { FormsetBounds } from './form-description.js';
import type { FieldError } from './form-store.js';
import type { FormsetRow } from './formset-store.js';
import { valueAt } from './values.js';

/** One of the forms of a formset. */
export interface Row<Input extends object> {
  readonly key: string;
  readonly fields: Fields<Input>;
  /** Whether the server knows it: it was there at first and says by its `id` which it is. */
  readonly isKnown: boolean;
}

/** A row with what it held when it was sent, and what is said of it beside (PROTOCOL 11). */
export interface SentRow<Input extends object> {
  readonly row: Row<Input>;
  readonly data: object;
  readonly isDeleted: boolean;
  readonly marks: { readonly ORDER: number } | { readonly DELETE: true } | undefined;
}

/** Makes the fields of a row. */
type CreateFields<Input extends object> = (initial: Partial<Input> | undefined) => Fields<Input>;

/** The rows of a formset: which there are, in which order, and which the server is to delete. */
export class FormsetRows<Input extends object> {
  /** What is wrong with all of them together. */
  general: readonly FieldError[] = [];
  readonly #bounds: FormsetBounds;
  readonly #createFields: CreateFields<Input>;
  readonly #shown = new WeakMap<object, FormsetRow<Input>>();
  #rows: readonly Row<Input>[] = [];
  #deleted: readonly Row<Input>[] = [];
  /** What there was at first, or when it was submitted. */
  #before: readonly Row<Input>[] = [];
  #count = 0;

  constructor(bounds: FormsetBounds, createFields: CreateFields<Input>) {
    this.#bounds = bounds;
    this.#createFields = createFields;
  }

  get list(): readonly Row<Input>[] {
    return this.#rows;
  }

  get canAdd(): boolean {
    return this.#rows.length < this.#bounds.max;
  }

  get canRemove(): boolean {
    return this.#rows.length > this.#bounds.min;
  }

  get canMove(): boolean {
    return this.#bounds.canOrder === true;
  }

  /** Whether there are others, or in another order. */
  get isChanged(): boolean {
    const [now, before] = [this.#rows, this.#before];
    return now.length !== before.length || now.some((row, index) => row !== before[index]);
  }

  show(): readonly FormsetRow<Input>[] {
    return this.#rows.map((row) => this.#show(row));
  }

  add(initial?: Partial<Input>): string {
    const row = this.#create(initial, false);
    this.#rows = [...this.#rows, row];
    return row.key;
  }

  remove(row: Row<Input>): void {
    this.#rows = this.#rows.filter((other) => other !== row);
    if (row.isKnown && this.#bounds.canDelete) this.#deleted = [...this.#deleted, row];
  }

  move(row: Row<Input>, to: number): void {
    this.#rows = this.#rows.filter((other) => other !== row).toSpliced(Math.max(0, to), 0, row);
  }

  reset(initial: readonly Partial<Input>[]): void {
    this.#rows = initial.map((values) => this.#create(values, true));
    while (this.#rows.length < this.#bounds.min) this.add();
    this.#deleted = [];
    this.#before = this.#rows;
  }

  /** All that is sent: rows to delete come last. */
  toSend(): readonly SentRow<Input>[] {
    const { length } = this.#rows;
    return [...this.#rows, ...this.#deleted].map((row, index) => ({
      row,
      data: row.fields.data,
      isDeleted: index >= length,
      marks: index >= length ? { DELETE: true } : this.#bounds.canOrder && { ORDER: index + 1 },
    }));
  }

  /** What was sent is as the server has it. */
  save(sent: readonly SentRow<Input>[]): void {
    const rowsOf = (isGone: boolean) =>
      sent.filter(({ isDeleted }) => isDeleted === isGone).map(({ row }) => row);
    this.#before = rowsOf(false);
    const gone = rowsOf(true);
    this.#deleted = this.#deleted.filter((row) => !gone.includes(row));
  }

  #create(initial: Partial<Input> | undefined, isThere: boolean): Row<Input> {
    this.#count += 1;
    const id = valueAt(initial, 'id') ?? '';
    const isKnown = isThere && id !== '';
    return { key: String(this.#count), fields: this.#createFields(initial), isKnown };
  }

  /** The same object while the state of the row is. */
  #show({ key, fields }: Row<Input>): FormsetRow<Input> {
    const state = fields.getState();
    const known = this.#shown.get(state) ?? { key, ...state };
    this.#shown.set(state, known);
    return known;
  }
}
