import type { FormField } from './form-description.js';
import { isSame, mergeValues, valueAt, withValueAt } from './values.js';

/** What the fields of a form hold: what they hold at first, and over it what was typed. */
export class FilledIn {
  readonly #fields: () => readonly FormField[];
  #initial: object | undefined;
  #first: object;
  #data: object;
  /** What was submitted last. */
  #saved: object | undefined;
  /** The fields that do not follow the schema any more. */
  #typed = new Set<string>();

  constructor(fields: () => readonly FormField[], initial: object | undefined) {
    this.#fields = fields;
    this.#initial = initial;
    this.#first = this.#compose();
    this.#data = this.#first;
  }

  get data(): object {
    return this.#data;
  }

  get isDirty(): boolean {
    return !isSame(this.#data, this.#saved ?? this.#first);
  }

  set(path: string, value: unknown): void {
    this.#typed.add(path);
    // Members of an object are put into an object.
    if (!Object.is(valueAt(this.#data, path), value))
      this.#data = withValueAt(this.#data, path, value) as object;
  }

  /** The form is shown otherwise. What was typed stays. */
  follow(): void {
    this.#first = this.#compose();
    let next = this.#first;
    for (const path of this.#typed) next = withValueAt(next, path, valueAt(this.#data, path)) as object;
    if (!isSame(next, this.#data)) this.#data = next;
  }

  save(sent: object): void {
    this.#saved = sent;
  }

  reset(initial = this.#initial): void {
    this.#initial = initial;
    this.#first = this.#compose();
    this.#data = this.#first;
    this.#saved = undefined;
    this.#typed = new Set();
  }

  /** What fields hold of which nothing was typed: what the page says counts before what the form says. */
  #compose(): object {
    let values: unknown = {};
    for (const { name, initial } of this.#fields())
      if (initial !== undefined) values = withValueAt(values, name, initial);
    return mergeValues(values, this.#initial) as object;
  }
}
