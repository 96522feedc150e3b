import type { CallReply } from '@mizan/protocol';
import { isMizanError } from '../mizan-error.js';
import { contextKey } from '../scope.js';
import type { Bundle, CallRequest, ContextRequest } from '../transport.js';
import type { Connection, ConnectionUser } from './connection.js';
import type { Frame } from './frame.js';
import { type Entry, OwnChanges } from './own-changes.js';
import type { Requests } from './requests.js';

/** When to ask again what was not answered, in milliseconds. */
const pause = 5000;
/** How long a read waits for the server to watch, in milliseconds. */
const patience = 2000;

/** A context that somebody wants to be live. */
interface LiveContext {
  readonly entry: Entry;
  /** Reads it anew. */
  readonly refetch: () => void;
  /** Lets go on the reads that wait for an answer of the server. */
  readonly reads: (() => void)[];
  /** How many want it to be live. */
  users: number;
  /**
   * Whether the server tells when it changes; false if it refused. While that is not known: undefined if the server is
   * about to answer, null if nobody waits for that.
   */
  isLive?: boolean | null | undefined;
}

interface Acknowledgement {
  readonly refused?: readonly Entry[];
}

/** The contexts of a client that the server keeps up to date (PROTOCOL 13). */
export class LiveContexts implements ConnectionUser {
  readonly #all = new Map<string, LiveContext>();
  /** What became stale while nobody saw the page. */
  readonly #stale = new Set<LiveContext>();
  readonly #changes = new OwnChanges();
  readonly #connection: Connection;
  readonly #requests: Requests;
  readonly #isPageHidden: () => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection, requests: Requests, isPageHidden: () => boolean) {
    this.#connection = connection;
    this.#requests = requests;
    this.#isPageHidden = isPageHidden;
  }

  watch({ context, params }: ContextRequest, refetch: () => void): () => void {
    const key = contextKey(context, params);
    const live = this.#all.get(key) ?? { entry: { context, params }, refetch, reads: [], users: 0 };
    this.#all.set(key, live);
    live.users += 1;
    this.#announce();
    this.#connection.connect();
    return () => {
      live.users -= 1;
      this.#announce();
    };
  }

  /** Calls under a name, where anything is live. */
  call(request: CallRequest, call: (request: CallRequest) => Promise<CallReply>): Promise<CallReply> {
    return this.#all.size > 0 ? this.#changes.name((change) => call({ ...request, change })) : call(request);
  }

  /** Reads a context, a live one when the server has said whether it tells of what changes from then on. */
  async read(request: ContextRequest, signal: AbortSignal, read: () => Promise<Bundle>): Promise<Bundle> {
    await this.#answered(this.#find(request));
    // What follows the answer replaces it.
    signal.throwIfAborted();
    const answer = read();
    answer.then(
      () => this.#wasRead(this.#find(request)),
      (error: unknown) => {
        const live = this.#find(request);
        // The server refused it, and may have stopped to watch it: it is asked with the next success.
        if (live && isMizanError(error) && error.status) live.isLive = null;
      },
    );
    return answer;
  }

  /** The page is looked at again. */
  shown(): void {
    if (this.#isPageHidden()) return;
    for (const { refetch } of this.#stale) refetch();
    this.#stale.clear();
  }

  isNeeding(): boolean {
    return this.#wanted().length > 0;
  }

  opened(): void {
    this.reset();
    if (this.#all.size > 0) this.probe();
  }

  closed(): void {
    release(this.#all.values());
  }

  receive({ type, contexts: told, change }: Frame): void {
    if (type === 'gap') for (const live of this.#all.values()) this.#refetch(live);
    // A server that tells of changes names watched contexts.
    if (type === 'invalidate') void this.#hear(change, told as readonly Entry[]);
  }

  /** Another connection, or another person, may be allowed what was refused. */
  reset(): void {
    for (const live of this.#all.values()) live.isLive = undefined;
  }

  /** Tells the server what to watch, in place of all before, if the connection is open. */
  probe(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#dropUnused();
    if (!this.#connection.isOpen) {
      this.#connection.connect();
      return;
    }
    const asked = this.#wanted();
    this.#requests
      .ask({ action: 'watch', contexts: asked.map(({ entry }) => entry) }, pause)
      // A server that answers speaks the protocol.
      .then((reply) => this.#take(asked, reply as Acknowledgement))
      .catch(() => {
        if (this.#connection.isOpen) this.#timer ??= setTimeout(() => this.probe(), pause);
      })
      .finally(() => release(asked));
  }

  async #hear(change: unknown, told: readonly Entry[]): Promise<void> {
    for (const entry of await this.#changes.newsOf(change, told)) this.#refetch(this.#find(entry));
  }

  #take(asked: readonly LiveContext[], { refused }: Acknowledgement): void {
    const refusedContexts = refused?.map((entry) => this.#find(entry));
    for (const live of asked) {
      const wasLive = live.isLive;
      live.isLive = !refusedContexts?.includes(live);
      // What was read before may have changed since; a read that waits is replaced by this one.
      if (live.isLive && !wasLive) this.#refetch(live);
    }
  }

  /** Tells at the end of this tick: once, whatever comes and goes until then. */
  #announce(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.probe());
  }

  /** Resolves when the server has said whether it tells of a context, or will not, or that takes too long. */
  async #answered(live: LiveContext | undefined): Promise<void> {
    if (live && live.isLive === undefined && !this.#connection.isResting)
      await new Promise<void>((resolve) => {
        live.reads.push(resolve);
        setTimeout(resolve, patience);
      });
  }

  #wasRead(live: LiveContext | undefined): void {
    if (!live || live.isLive) return;
    live.isLive = undefined;
    this.#announce();
  }

  #find({ context, params }: Entry): LiveContext | undefined {
    return this.#all.get(contextKey(context, params));
  }

  /** What the server has not refused. */
  #wanted(): readonly LiveContext[] {
    return [...this.#all.values()].filter(({ isLive }) => isLive !== false);
  }

  #refetch(live: LiveContext | undefined): void {
    if (live && this.#isPageHidden()) this.#stale.add(live);
    else live?.refetch();
  }

  #dropUnused(): void {
    const { size } = this.#all;
    for (const [key, { users }] of this.#all) if (users === 0) this.#all.delete(key);
    // There may be room for those that were too many.
    if (this.#all.size < size) for (const live of this.#all.values()) live.isLive ||= undefined;
  }
}

/** Lets go on who waits for an answer of the server. */
function release(contexts: Iterable<LiveContext>): void {
  for (const live of contexts) {
    live.isLive ??= null;
    for (const read of live.reads.splice(0)) read();
  }
}
