import { type FormField, valueAt } from '@mizan/client/forms';
import { useRowKeys } from './use-row-keys.js';

/** One of a list. Its `key` stays the same when one before it is removed. */
export interface ListRow<Name extends string = string> {
  readonly key: number;
  /** Its place, counted from 0. */
  readonly index: number;
  /** What the paths of its fields begin with, and the path of a text or number. */
  readonly name: `${Name}.${number}`;
  readonly remove: () => void;
}

export interface ListRows<Name extends string = string> {
  readonly rows: readonly ListRow<Name>[];
  /** Adds one at the end, that holds what the form says at first. */
  readonly add: () => void;
}

/** A list of a form, and its field. */
interface ListOfForm<Name extends string> {
  readonly name: Name;
  readonly field: FormField | undefined;
  readonly data: unknown;
  readonly set: (path: string, value: unknown) => void;
}

export function useListRows<Name extends string>({
  name,
  field,
  data,
  set,
}: ListOfForm<Name>): ListRows<Name> {
  const value = valueAt(data, name);
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const [keys, removeKey] = useRowKeys(items.length);
  const at = (index: number) => `${name}.${index}` as const;
  return {
    rows: keys.map((key, index) => ({
      key,
      index,
      name: at(index),
      remove() {
        removeKey(index);
        set(name, items.toSpliced(index, 1));
      },
    })),
    add() {
      set(name, [...items, field?.fields ? {} : '']);
      for (const { name: inner, initial } of field?.fields ?? [])
        if (initial !== undefined) set(`${at(items.length)}.${inner}`, initial);
    },
  };
}
