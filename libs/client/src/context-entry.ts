import { awaitingState, type ContextState } from './context-store.js';
import { givenUpBy } from './given-up-by.js';
import { createLoad, type Load } from './load.js';
import { mergeBundle } from './merge-bundle.js';
import { type MizanError, toMizanError } from './mizan-error.js';
import { shareStructure } from './share-structure.js';
import type { Bundle, ContextRequest } from './transport.js';

/** How long a failure is shown to those who wait while they render, in milliseconds, before they try again. */
const failureStands = 1000;

/** What an entry needs of the cache that it belongs to. */
export interface EntryHost {
  read(request: ContextRequest, signal: AbortSignal): Promise<Bundle>;
  /** Counts what happens, so that of two things it can be told which came first. */
  tick(): number;
}

/** One context with one set of params: its data, who waits for it, and the one request that may be under way. */
export class ContextEntry {
  state: ContextState<Bundle>;
  /** Since when nobody holds it, in milliseconds. */
  idleSince = Date.now();
  readonly #host: EntryHost;
  readonly #listeners = new Set<{ readonly notify: () => void }>();
  #waiting = 0;
  #fresh = false;
  #load: Load | undefined;
  /** The tick at which the state changed last. */
  #changedAt = 0;
  #failedAt = 0;
  #suspended: Promise<Bundle> | undefined;

  constructor(
    readonly request: ContextRequest,
    blank: ContextState<Bundle>,
    host: EntryHost,
  ) {
    this.state = blank;
    this.#host = host;
  }

  get mounted(): boolean {
    return this.#listeners.size > 0;
  }

  get held(): boolean {
    return this.mounted || this.#waiting > 0;
  }

  subscribe(notify: () => void): () => void {
    const listener = { notify };
    this.#listeners.add(listener);
    if (!this.#fresh) void this.load();
    return () => {
      this.#listeners.delete(listener);
      // StrictMode and changing params unsubscribe and subscribe again at once: only who is still gone a tick later left.
      setTimeout(() => {
        if (!this.mounted) this.#fresh = false;
        this.#settle();
      });
    };
  }

  /** Reads, or joins the read under way, and counts as somebody who waits for it. @throws {MizanError} */
  async wait(signal?: AbortSignal): Promise<Bundle> {
    this.#waiting += 1;
    try {
      return await givenUpBy(this.load(), signal);
    } finally {
      this.#waiting -= 1;
      setTimeout(() => this.#settle());
    }
  }

  /** See {@link ContextStore.suspend}. The read starts after the render that asks for it, since it tells listeners. */
  suspend(): Bundle | Promise<Bundle> {
    const { data, error } = this.state;
    if (data !== undefined) return data;
    if (error !== undefined && Date.now() - this.#failedAt < failureStands) throw error;
    this.#suspended ??= Promise.resolve()
      .then(() => this.wait())
      .finally(() => {
        this.#suspended = undefined;
      });
    return this.#suspended;
  }

  load(): Promise<Bundle> {
    if (this.#load === undefined) {
      this.#load = createLoad();
      this.#begin(this.#load);
    }
    return this.#load.promise;
  }

  /** Drops the request under way and, if anybody cares, asks anew at the next tick: once, however often this is called. */
  invalidate(): void {
    this.#stop();
    if (!this.held) return;
    this.#load ??= createLoad();
    this.#announce();
    setTimeout(() => this.#settle());
  }

  /** Puts in what a mutation, sent at tick `sentAt`, gave; false where nobody can tell that nothing newer is there. */
  merge(slot: string, value: unknown, sentAt: number): boolean {
    const { state } = this;
    if (state.data === undefined) return false;
    const data = mergeBundle(state.data, slot, value);
    if (data === undefined) return false;
    const certain = this.#load === undefined && this.#changedAt < sentAt;
    this.replace({ ...state, data });
    return certain;
  }

  replace(state: ContextState<Bundle>): void {
    this.state = state;
    this.#changedAt = this.#host.tick();
    for (const { notify } of this.#listeners) notify();
  }

  #begin(load: Load): void {
    const request = new AbortController();
    load.request = request;
    this.#announce();
    // An answer counts only if its request is still the one that is wanted, in whatever order answers come.
    const ifWanted = (end: () => void) => {
      if (load.request !== request) return;
      this.#load = undefined;
      end();
    };
    this.#host.read(this.request, request.signal).then(
      (answer) => ifWanted(() => this.#succeed(load, answer)),
      (thrown: unknown) => ifWanted(() => this.#fail(load, toMizanError(thrown))),
    );
  }

  #succeed(load: Load, answer: Bundle): void {
    // Sharing gives back a value equal to the answer, hence of its type.
    const data = shareStructure(this.state.data, answer) as Bundle;
    this.#fresh = true;
    this.replace({ data, status: 'ready', error: undefined });
    load.resolve(data);
  }

  #fail(load: Load, error: MizanError): void {
    this.#failedAt = Date.now();
    this.replace({ data: this.state.data, status: 'error', error });
    load.reject(error);
  }

  /** Newer data is wanted: what is here no longer counts as fresh, even if none should come. */
  #announce(): void {
    this.#fresh = false;
    const next = awaitingState(this.state.data);
    if (this.state.status !== next.status) this.replace(next);
  }

  #stop(): void {
    this.#load?.request?.abort();
    if (this.#load !== undefined) this.#load.request = undefined;
  }

  /** What is left to do a tick after somebody came, left or invalidated. */
  #settle(): void {
    if (this.held) {
      if (this.#load !== undefined && this.#load.request === undefined) this.#begin(this.#load);
      return;
    }
    this.idleSince = Date.now();
    this.#stop();
    this.#load = undefined;
    const { data, status } = this.state;
    if (status === 'refreshing') this.replace({ data, status: 'ready', error: undefined });
  }
}
