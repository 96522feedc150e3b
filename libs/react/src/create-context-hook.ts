import type { ContextRef, ContextState, ContextStore } from '@mizan/client';
import { useSyncExternalStore } from 'react';
import { useContextStore } from './use-context-store.js';

/** What a context's hook gives. */
export type ContextResult<B> = ContextState<B> & Pick<ContextStore<B>, 'refetch'>;

/** Makes the hook that gives the whole state of a context: `{ data, status, error, refetch }`. */
export function createContextHook<P extends object, B>(ref: ContextRef<P, B>): () => ContextResult<B> {
  return function useContextState() {
    const { subscribe, getState, getInitialState, refetch } = useContextStore(ref);
    return { ...useSyncExternalStore(subscribe, getState, getInitialState), refetch };
  };
}
