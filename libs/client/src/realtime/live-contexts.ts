import type { ContextRequest } from '../transport.js';
import type { Connection } from './connection.js';
import { type Frame, frameKey } from './frame.js';

/** When to ask again what was not answered, in milliseconds. */
const pause = 5000;
/** How long a read waits for the server to watch, in milliseconds. */
const patience = 2000;

/** A context as frames name it. */
type Entry = Pick<ContextRequest, 'context' | 'params'>;

interface Acknowledgement {
  readonly refused?: readonly Entry[];
}

interface LiveContext {
  readonly request: ContextRequest;
  /** What reads it anew: of one store, for each who wants it to be live. */
  readonly users: Set<{ readonly refetch: () => void }>;
  /** Whether the server tells when it changes; undefined until it has answered, false if it refused. */
  isLive?: boolean | undefined;
}

/** The contexts of a client that the server keeps up to date (PROTOCOL 13). */
export function createLiveContexts(connection: Connection, isPageHidden: () => boolean) {
  const contexts = new Map<string, LiveContext>();
  /** What became stale while nobody saw the page. */
  const stale = new Set<LiveContext>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const find = (entry: Entry) => contexts.get(keyOf(entry));
  const wanted = () => [...contexts.values()].filter(({ isLive }) => isLive !== false);

  function refetch(context: LiveContext | undefined): void {
    if (context && isPageHidden()) stale.add(context);
    else for (const user of context?.users ?? []) user.refetch();
  }

  /** Tells the server what to watch, in place of all before. */
  async function ask(): Promise<void> {
    const asked = wanted();
    const entries = asked.map(({ request: { context, params } }) => ({ context, params }));
    // A server that answers speaks the protocol.
    const { refused = [] } = (await connection.ask(
      { action: 'watch', contexts: entries },
      pause,
    )) as Acknowledgement;
    const refusedKeys = refused.map(keyOf);
    for (const context of asked) {
      const isLive = !refusedKeys.includes(keyOf(context.request));
      const isNews = isLive && !context.isLive;
      context.isLive = isLive;
      // A read that waited is replaced by this one; what was read before may have changed since.
      if (isNews) refetch(context);
    }
  }

  function tell(): void {
    timer = undefined;
    for (const [key, { users }] of contexts) if (users.size === 0) contexts.delete(key);
    if (connection.isOpen()) ask().catch(() => announce(pause));
    else if (wanted().length > 0) connection.connect();
  }

  /** Tells at the end of this tick: once, whatever comes and goes until then. */
  function announce(delay?: number): void {
    timer ??= setTimeout(tell, delay);
  }

  return {
    tell,
    areThere: () => contexts.size > 0,
    watch(request: ContextRequest, refetchStore: () => void): () => void {
      const key = keyOf(request);
      const context = contexts.get(key) ?? { request, users: new Set() };
      const user = { refetch: refetchStore };
      contexts.set(key, context);
      context.users.add(user);
      announce();
      connection.connect();
      return () => {
        context.users.delete(user);
        announce();
      };
    },
    /**
     * Resolves when a context may be read: the server tells of what changes from then on, or will not soon. It does not
     * resolve when the server does, since reading anew replaces the read that waits.
     */
    async wait(request: ContextRequest): Promise<void> {
      const context = find(request);
      if (!context || context.isLive !== undefined || !connection.isUp()) return;
      await new Promise((resolve) => setTimeout(resolve, patience));
    },
    /** A context was read, or the server refused that, and so may have stopped to watch it: it is asked with the next success. */
    wasRead(request: ContextRequest, isRead: boolean): void {
      const context = find(request);
      if (!context || (isRead && context.isLive)) return;
      context.isLive = undefined;
      if (isRead) announce();
    },
    /** The page is looked at again. */
    shown(): void {
      for (const context of stale) refetch(context);
      stale.clear();
    },
    isNeeding: () => wanted().length > 0,
    opened(): void {
      for (const context of contexts.values()) context.isLive = undefined;
      tell();
    },
    closed(): void {
      for (const context of contexts.values()) {
        context.isLive &&= undefined;
      }
    },
    receive({ type, contexts: told }: Frame): void {
      if (type === 'gap') for (const context of contexts.values()) refetch(context);
      if (type === 'invalidate') for (const each of told as readonly Entry[]) refetch(find(each));
    },
    reset(): void {
      for (const context of contexts.values()) context.isLive = undefined;
    },
  };
}

function keyOf({ context, params }: Entry): string {
  return frameKey(context, params);
}
