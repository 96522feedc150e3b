import type { ContextStore } from '@mizan/client';

/** The store, which whoever subscribes to it keeps up to date with what others change, if it is to be live. */
export function liveStore<B>(store: ContextStore<B>, live: boolean): ContextStore<B> {
  return live ? { ...store, subscribe: (listener) => store.subscribe(listener, { live }) } : store;
}
