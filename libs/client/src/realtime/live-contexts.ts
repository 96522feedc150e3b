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

interface LiveContext extends Entry {
  readonly key: string;
  /** Reads it anew. */
  readonly refetch: () => void;
  /** How many want it to be live. */
  users: number;
  /** Whether the server tells when it changes; undefined until it has answered, false if it refused. */
  isLive?: boolean | undefined;
}

/** The contexts of a client that the server keeps up to date (PROTOCOL 13). */
export function createLiveContexts(connection: Connection, isPageHidden: () => boolean) {
  const contexts = new Map<string, LiveContext>();
  /** What became stale while nobody saw the page. */
  const stale = new Set<LiveContext>();
  /** Reads that wait for the server to watch. */
  const waiting = new Map<() => void, LiveContext>();
  /** Whether an answer of the server is to be had. */
  let isOwed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const find = (entry: Entry) => contexts.get(keyOf(entry));
  const wanted = () => [...contexts.values()].filter(({ isLive }) => isLive !== false);

  function refetch(context: LiveContext | undefined): void {
    if (context && isPageHidden()) stale.add(context);
    else context?.refetch();
  }

  /** Tells the server what to watch, in place of all before. */
  async function ask(): Promise<void> {
    const asked = wanted();
    const entries = asked.map(({ context, params }) => ({ context, params }));
    const reply = await connection.ask({ action: 'watch', contexts: entries }, pause);
    // A server that answers speaks the protocol.
    const refused = (reply as Acknowledgement).refused?.map(keyOf);
    for (const context of asked) {
      const isNews = !context.isLive;
      context.isLive = !refused?.includes(context.key);
      // A read that waits is replaced by this one; what was read before may have changed since.
      if (isNews && context.isLive) refetch(context);
    }
  }

  /** Lets go on who waits for nothing any more. */
  function release(isAnswered: boolean): void {
    isOwed = isAnswered && timer !== undefined;
    for (const [read, { isLive }] of waiting) if (!isAnswered || isLive !== undefined) read();
  }

  function tell(): void {
    clearTimeout(timer);
    timer = undefined;
    isOwed = true;
    const { size } = contexts;
    for (const [key, { users }] of contexts) if (users === 0) contexts.delete(key);
    // There may be room for those that were too many.
    if (contexts.size < size) for (const context of contexts.values()) context.isLive ||= undefined;
    if (!connection.isOpen()) connection.connect();
    else
      ask().then(
        () => release(true),
        () => {
          release(false);
          announce(pause);
        },
      );
  }

  /** Tells at the end of this tick: once, whatever comes and goes until then. */
  function announce(delay?: number): void {
    if (!delay) {
      clearTimeout(timer);
      timer = undefined;
      isOwed = true;
    }
    timer ??= setTimeout(tell, delay);
  }

  /** Another connection, or another person, may be allowed what was refused. */
  function reset(): void {
    for (const context of contexts.values()) context.isLive = undefined;
  }

  return {
    tell,
    areThere: () => contexts.size > 0,
    watch: ({ context, params }: ContextRequest, refetchStore: () => void): (() => void) => {
      const key = keyOf({ context, params });
      const live = contexts.get(key) ?? { key, context, params, refetch: refetchStore, users: 0 };
      contexts.set(key, live);
      live.users += 1;
      announce();
      connection.connect();
      return () => {
        live.users -= 1;
        announce();
      };
    },
    /**
     * Resolves when a context may be read though the server does not tell of what changes from then on: that takes too
     * long, or it will not. When it does, reading anew replaces the read that waits.
     */
    async wait(request: ContextRequest): Promise<void> {
      const context = find(request);
      if (!context || context.isLive !== undefined || !isOwed || connection.isResting()) return;
      await new Promise<void>((resolve) => {
        const read = () => {
          if (waiting.delete(read)) resolve();
        };
        waiting.set(read, context);
        setTimeout(read, patience);
      });
    },
    /** A context was read, or the server refused that, and so may have stopped to watch it: it is asked with the next success. */
    wasRead(request: ContextRequest, isRead: boolean): void {
      const context = find(request);
      if (!context || (isRead && context.isLive)) return;
      context.isLive = undefined;
      if (isRead) announce();
    },
    /** The page is looked at again. */
    shown: (): void => {
      for (const context of stale) refetch(context);
      stale.clear();
    },
    isNeeding: () => wanted().length > 0,
    opened(): void {
      reset();
      if (contexts.size > 0) tell();
    },
    closed: () => release(false),
    receive({ type, contexts: told }: Frame): void {
      if (type === 'gap') for (const context of contexts.values()) refetch(context);
      if (type === 'invalidate') for (const entry of told as readonly Entry[]) refetch(find(entry));
    },
    reset,
  };
}

function keyOf({ context, params }: Entry): string {
  return frameKey(context, params);
}
