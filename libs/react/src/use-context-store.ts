import { type ContextRef, type ContextStore, MizanError } from '@mizan/client';
import { type Context, createContext, useContext, useMemo } from 'react';
import { liveStore } from './live-store.js';
import { LiveContext, useMizan } from './mizan-context.js';

const contexts = new WeakMap<object, Context<unknown>>();

/** The React context through which a context's provider gives its store. It is made once for each ref. */
export function storeContext<P extends object, B>(
  ref: ContextRef<P, B>,
): Context<ContextStore<B> | undefined> {
  let context = contexts.get(ref);
  if (context === undefined) contexts.set(ref, (context = createContext<unknown>(undefined)));
  // Only this function fills the map, and the ref that is the key has the bundle's type.
  return context as Context<ContextStore<B> | undefined>;
}

/**
 * The store of the nearest provider, or, where no param is required, the one without params.
 *
 * @throws {MizanError} with the code `NO_PROVIDER`.
 */
export function useContextStore<P extends object, B>(ref: ContextRef<P, B>): ContextStore<B> {
  const provided = useContext(storeContext(ref));
  const mizan = useMizan();
  const live = useContext(LiveContext);
  if (provided === undefined && ref.required.length > 0) {
    const params = ref.required.join(', ');
    throw new MizanError(
      'NO_PROVIDER',
      `Mizan: the context "${ref.name}" needs its provider above this hook, with ${params}.`,
    );
  }
  const withoutParams: ContextRef<object, B> = ref;
  return useMemo(
    () => provided ?? liveStore(mizan.context(withoutParams), live, mizan),
    [provided, mizan, withoutParams, live],
  );
}
