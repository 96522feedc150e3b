import type { ContextState, ContextStore } from './context-store.js';
import { MizanError } from './mizan-error.js';

/** Knows nothing and asks for nothing: what a context is while one of its params is unknown. */
export function idleStore<B>(): ContextStore<B> {
  const state: ContextState<B> = { data: undefined, status: 'idle', error: undefined };
  const never = new Promise<B>(() => undefined);
  return {
    getState: () => state,
    getInitialState: () => state,
    subscribe: () => () => undefined,
    refetch: () => Promise.reject(new MizanError('SKIPPED', 'A param is unknown.')),
    suspend: () => never,
  };
}
