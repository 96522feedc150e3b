import type { ContextRequest } from '../transport.js';
import type { Connection, ConnectionUser } from './connection.js';
import { type Entry, keyOf, type LiveContext } from './live-context.js';
import type { Ask } from './requests.js';
import { createWatchFrames, giveUp } from './watch-frames.js';

/** How long a read waits for the server to watch, in milliseconds. */
const patience = 2000;

/** The contexts of a client that the server keeps up to date (PROTOCOL 13). */
export function createLiveContexts(connection: Connection, ask: Ask, isPageHidden: () => boolean) {
  const contexts = new Map<string, LiveContext>();
  /** What became stale while nobody saw the page. */
  const stale = new Set<LiveContext>();
  const frames = createWatchFrames(connection, ask, contexts, refetch);
  const find = (entry: Entry) => contexts.get(keyOf(entry));

  function refetch(context: LiveContext | undefined): void {
    if (context && isPageHidden()) stale.add(context);
    else context?.refetch();
  }

  /** Another connection, or another person, may be allowed what was refused. */
  function reset(): void {
    for (const context of contexts.values()) context.standing = 'due';
  }

  const user: ConnectionUser = {
    isNeeding: frames.isNeeding,
    opened() {
      reset();
      if (contexts.size > 0) frames.tell();
    },
    closed: () => giveUp(contexts.values()),
    receive({ type, contexts: told }) {
      if (type === 'gap') for (const context of contexts.values()) refetch(context);
      // A server that tells of changes names watched contexts.
      if (type === 'invalidate') for (const entry of told as readonly Entry[]) refetch(find(entry));
    },
    reset,
  };

  return {
    user,
    tell: frames.tell,
    areThere: () => contexts.size > 0,
    watch({ context, params }: ContextRequest, read: () => void): () => void {
      const key = keyOf({ context, params });
      const live: LiveContext = contexts.get(key) ?? {
        key,
        context,
        params,
        refetch: read,
        reads: [],
        users: 0,
        standing: 'due',
      };
      contexts.set(key, live);
      live.users += 1;
      frames.announce();
      connection.connect();
      return () => {
        live.users -= 1;
        frames.announce();
      };
    },
    /**
     * Resolves when a context may be read though the server does not tell of what changes from then on: that takes too
     * long, or it will not. When it does, reading anew replaces the read that waits.
     */
    async wait(request: ContextRequest): Promise<void> {
      const context = find(request);
      if (context?.standing !== 'due' || connection.isResting()) return;
      await new Promise<void>((resolve) => {
        context.reads.push(resolve);
        setTimeout(resolve, patience);
      });
    },
    /** A context was read, or the server refused that, and so may have stopped to watch it: it is asked with the next success. */
    wasRead(request: ContextRequest, isRead: boolean): void {
      const context = find(request);
      if (!context || (isRead && context.standing === 'live')) return;
      context.standing = isRead ? 'due' : 'late';
      if (isRead) frames.announce();
    },
    /** The page is looked at again. */
    shown(): void {
      if (isPageHidden()) return;
      for (const context of stale) context.refetch();
      stale.clear();
    },
  };
}
