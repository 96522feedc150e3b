import { useSyncExternalStore } from 'react';

/** Whether the server had the bundle at hand; `uncached` when it does not keep this one. */
export type CacheState = 'hit' | 'miss' | 'uncached';

/** One read of a context. */
export interface ContextRead {
  /** Counts up from 1. */
  readonly number: number;
  /** `ticket ticket_id=7` */
  readonly view: string;
  readonly state: CacheState;
}

export interface ContextReads {
  readonly counts: Readonly<Record<CacheState, number>>;
  /** The newest first, and no more than are worth a look. */
  readonly latest: readonly ContextRead[];
}

const shown = 8;

let reads: ContextReads = { counts: { hit: 0, miss: 0, uncached: 0 }, latest: [] };
const listeners = new Set<() => void>();

/** The same `fetch`, which lets the page show what the server's cache did. */
export function watchReads(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await send(input, init);
    const view = nameRead(response.url);
    if (response.ok && view !== undefined) note(view, readState(response.headers.get('x-mizan-cache')));
    return response;
  };
}

export function useContextReads(): ContextReads {
  return useSyncExternalStore(listen, () => reads);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param url of an answer. @returns undefined when it is not that of a context */
export function nameRead(url: string): string | undefined {
  const { pathname, searchParams } = new URL(url);
  const [, context] = /\/ctx\/([^/]+)\/?$/.exec(pathname) ?? [];
  if (context === undefined) return undefined;
  return [context, ...[...searchParams].map(([name, value]) => `${name}=${value}`)].join(' ');
}

function readState(header: string | null): CacheState {
  if (header === 'HIT') return 'hit';
  return header === 'MISS' ? 'miss' : 'uncached';
}

function note(view: string, state: CacheState): void {
  const { counts, latest } = reads;
  const [newest] = latest;
  const read = { number: (newest?.number ?? 0) + 1, view, state };
  reads = {
    counts: { ...counts, [state]: counts[state] + 1 },
    latest: [read, ...latest].slice(0, shown),
  };
  for (const listener of listeners) listener();
}
