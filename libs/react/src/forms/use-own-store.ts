import type { Mizan } from '@mizan/client';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useMizan } from '../mizan-context.js';

/** A store that belongs to the component, and is opened anew only for another client. */
export function useOwnStore<Store>(open: (mizan: Mizan) => Store): Store {
  const mizan = useMizan();
  const [held, hold] = useState(() => ({ mizan, store: open(mizan) }));
  if (held.mizan === mizan) return held.store;
  const other = { mizan, store: open(mizan) };
  hold(other);
  return other.store;
}

/** What was last rendered, for what is called later. */
export function useLatest<Value>(value: Value): Readonly<RefObject<Value>> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** Calls what was last rendered, and nothing when the component is gone: it may lead to another page. */
export function useWhileShown<Given extends readonly unknown[]>(
  act: ((...given: Given) => void) | undefined,
): (...given: Given) => void {
  const latest = useLatest(act);
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => void (isShown.current = false);
  }, []);
  return (...given) => {
    if (isShown.current) latest.current?.(...given);
  };
}
