import type { FormField } from './form-description.js';
import { isSame, mergeValues, valueAt, withValueAt } from './values.js';

export type FilledIn<Input extends object> = ReturnType<typeof createFilledIn<Input>>;

/** What the fields of a form hold: what they hold at first, and over it what was typed. */
export function createFilledIn<Input extends object>(
  fields: () => readonly FormField[],
  given: Partial<Input> | undefined,
) {
  let initial = given;
  let first = compose();
  let data = first;
  /** What was submitted last. */
  let saved: object | undefined;
  /** The fields that do not follow the schema any more. */
  let typed = new Set<string>();

  /** What fields hold of which nothing was typed: what the page says counts before what the form says. */
  function compose(): object {
    let values: unknown = {};
    for (const { name, initial: value } of fields())
      if (value !== undefined) values = withValueAt(values, name, value);
    // Members of an object are put into an object.
    return mergeValues(values, initial) as object;
  }

  return {
    data: () => data,
    isDirty: () => !isSame(data, saved ?? first),
    set(path: string, value: unknown): void {
      typed.add(path);
      if (!Object.is(valueAt(data, path), value)) data = withValueAt(data, path, value) as object;
    },
    /** The form is shown otherwise. What was typed stays. */
    follow(): void {
      first = compose();
      let next: unknown = first;
      for (const path of typed) next = withValueAt(next, path, valueAt(data, path));
      if (!isSame(next, data)) data = next as object;
    },
    /** It was accepted. Passwords and files are not sent twice, and nobody is to find them later. */
    save(sent: object): void {
      saved = withoutSpent(fields(), sent, sent);
      data = withoutSpent(fields(), data, sent);
    },
    reset(values: Partial<Input> | undefined): void {
      initial = values ?? initial;
      first = compose();
      data = first;
      saved = undefined;
      typed = new Set();
    },
  };
}

/** Without the passwords and files that were sent, where no others were put in their place. */
function withoutSpent(fields: readonly FormField[], data: object, sent: object): object {
  let left: unknown = data;
  for (const path of spentPaths(fields, sent, ''))
    if (Object.is(valueAt(data, path), valueAt(sent, path))) left = withValueAt(left, path, undefined);
  // A group without some of its fields is one.
  return left as object;
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
