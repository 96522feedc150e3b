import type { Mizan } from '@mizan/client';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useMizan } from '../mizan-context.js';

/** A store that belongs to the component, and is opened anew only for another client. */
export function useOwnStore<Store>(open: (mizan: Mizan) => Store): Store {
  const mizan = useMizan();
  const openFor = () => ({ mizan, store: open(mizan) });
  const [held, hold] = useState(openFor);
  if (held.mizan === mizan) return held.store;
  const other = openFor();
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
  const latest = useRef<typeof act>(undefined);
  useEffect(() => {
    latest.current = act;
    return () => void (latest.current = undefined);
  });
  return (...given) => latest.current?.(...given);
}
