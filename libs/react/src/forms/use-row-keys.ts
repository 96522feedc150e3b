import { useState } from 'react';

interface RowKeys {
  readonly keys: readonly number[];
  readonly next: number;
}

/** Keys of the objects in a list, so that each row keeps its elements when one before it is removed. */
export function useRowKeys(
  count: number,
): readonly [keys: readonly number[], remove: (index: number) => void] {
  const [held, hold] = useState<RowKeys>({ keys: [], next: 0 });
  const fitting = fit(held, count);
  if (fitting !== held) hold(fitting);
  const remove = (index: number) =>
    hold(({ keys, next }) => ({ keys: keys.filter((_, place) => place !== index), next }));
  return [fitting.keys, remove];
}

/** The list may change by other ways than its buttons: then its end does. */
function fit(held: RowKeys, count: number): RowKeys {
  const { keys, next } = held;
  const missing = count - keys.length;
  if (missing === 0) return held;
  const added = Array.from({ length: Math.max(missing, 0) }, (_, index) => next + index);
  return { keys: [...keys.slice(0, count), ...added], next: next + added.length };
}
