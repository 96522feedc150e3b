import type { ContextRef } from '@mizan/client';
import { use, useSyncExternalStore } from 'react';
import { useContextStore } from './use-context-store.js';

export interface SuspenseOption {
  /** Whether the component waits in `<Suspense>` for the first data, and throws its failure. @default false */
  readonly suspense?: boolean;
}

/** Gives the value, or undefined while there is none; with `suspense` there always is one. */
export interface MemberHook<Value> {
  (options: { readonly suspense: true }): Value;
  (options?: SuspenseOption): Value | undefined;
}

/** Makes the hook that gives what one function of a context gave. Its component renders anew when that has changed. */
export function createMemberHook<P extends object, B, Name extends keyof B>(
  ref: ContextRef<P, B>,
  name: Name,
): MemberHook<B[Name]> {
  // The overloads say what the one implementation gives in each case.
  return function useMember(options?: SuspenseOption) {
    const store = useContextStore(ref);
    const value = useSyncExternalStore(
      store.subscribe,
      () => store.getState().data?.[name],
      () => store.getInitialState().data?.[name],
    );
    if (!options?.suspense) return value;
    const data = store.suspend();
    return (data instanceof Promise ? use(data) : data)[name];
  } as MemberHook<B[Name]>;
}
