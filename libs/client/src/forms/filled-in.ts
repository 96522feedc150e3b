import type { FormField } from './form-description.js';
import { isSame, mergeValues, valueAt, withValueAt } from './values.js';

/** What the fields of a form hold: what they hold at first, and over it what was typed. */
export class FilledIn {
  readonly #fields: () => readonly FormField[];
  #initial: object | undefined;
  #first: object = {};
  #data = this.#first;
  /** What was submitted last. */
  #saved: object | undefined;
  /** The fields that do not follow the schema any more. */
  #typed = new Set<string>();

  constructor(fields: () => readonly FormField[], initial: object | undefined) {
    this.#fields = fields;
    this.reset(initial);
  }

  get data(): object {
    return this.#data;
  }

  get isDirty(): boolean {
    return !isSame(this.#data, this.#saved ?? this.#first);
  }

  set(path: string, value: unknown): void {
    // What is in it is as it says, and not as it was typed before: a list may have fewer rows.
    for (const typed of this.#typed) if (`${typed}.`.startsWith(`${path}.`)) this.#typed.delete(typed);
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

  /** It was accepted. Passwords and files are not sent twice, and nobody is to find them later. */
  save(sent: object): void {
    this.#saved = withoutSpent(this.#fields(), sent, sent);
    this.#data = withoutSpent(this.#fields(), this.#data, sent);
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

/** Without the passwords and files that were sent, where no others were put in their place. */
function withoutSpent(fields: readonly FormField[], data: object, sent: object): object {
  return spentPaths(fields, sent, '').reduce((left, path) => {
    const isSpent = Object.is(valueAt(data, path), valueAt(sent, path));
    // A group without some of its fields is one.
    return isSpent ? (withValueAt(left, path, undefined) as object) : left;
  }, data);
}

function spentPaths(fields: readonly FormField[], sent: object, prefix: string): readonly string[] {
  return fields.flatMap(({ name, widget, fields: inner }) => {
    const path = prefix + name;
    const value = valueAt(sent, path);
    if (inner && Array.isArray(value))
      return value.flatMap((_, index) => spentPaths(inner, sent, `${path}.${index}.`));
    return value !== undefined && /^(password|file)$/.test(widget) ? [path] : [];
  });
}
