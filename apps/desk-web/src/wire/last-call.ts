import { useSyncExternalStore } from 'react';
import type { MergeEntry, Target, Transport } from '@mizan/client';

/** The last call that succeeded, and which views the server named along with its answer. */
export interface LastCall {
  readonly fn: string;
  /** Fetched again. */
  readonly refreshed: readonly string[];
  /** Given the new value at once. */
  readonly updated: readonly string[];
}

let lastCall: LastCall | undefined;
const listeners = new Set<() => void>();

/** The same transport, which lets the page show what it does. */
export function watchCalls(transport: Transport): Transport {
  return {
    ...transport,
    async call(request, signal) {
      const reply = await transport.call(request, signal);
      // Forms ask while somebody fills them in, which does nothing to any view.
      if (/\.(schema|validate)$/.test(request.fn)) return reply;
      const { invalidate = [], merge = [] } = reply;
      lastCall = { fn: request.fn, refreshed: invalidate.map(nameView), updated: merge.map(nameView) };
      for (const listener of listeners) listener();
      return reply;
    },
  };
}

export function useLastCall(): LastCall | undefined {
  return useSyncExternalStore(listen, () => lastCall);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `ticket 7` */
function nameView(view: Target | MergeEntry): string {
  if (typeof view === 'string') return view;
  return [view.context, ...Object.values(view.params ?? {})].join(' ');
}
