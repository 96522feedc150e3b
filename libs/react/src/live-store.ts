import type { ContextStore, Mizan } from '@mizan/client';

/** Bundlers put a text in place of it, as for React itself. */
declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** The clients that were told of. */
const told = new WeakSet<Mizan>();

/** The store, which whoever subscribes to it keeps up to date with what others change, if it is to be live. */
export function liveStore<B>(store: ContextStore<B>, live: boolean, mizan: Mizan): ContextStore<B> {
  if (process.env.NODE_ENV !== 'production' && live && mizan.realtime === undefined && !told.has(mizan)) {
    told.add(mizan);
    globalThis.console.warn(
      'Mizan: `live` needs `createMizan({ realtime: realtime() })`, or a transport that watches.',
    );
  }
  return live ? { ...store, subscribe: (listener) => store.subscribe(listener, { live }) } : store;
}
