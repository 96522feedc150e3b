import type { Target } from '@mizan/protocol';
import { Injectable, Logger } from '@nestjs/common';
import type { MizanIdentity } from '../identity/index.js';
import { Listeners } from './listeners.js';

/** Where what became stale comes from. */
export interface InvalidationSource {
  /**
   * What a client calls its change, so that it knows its own again when it is told (PROTOCOL 13). Only of a mutation
   * that brought one.
   */
  readonly change?: string | undefined;
  /**
   * Whose change it is: nobody else is told its name, who would learn which changes are of one client, and could make
   * others that its client takes for its own. Null for nobody; only with {@link change}.
   */
  readonly by?: MizanIdentity['id'] | null | undefined;
}

/** Learns what became stale, after it did; must not wait for anything. */
export type InvalidationListener = (targets: readonly Target[], source: InvalidationSource) => void;

/**
 * Tells whoever wants to know what became stale in this process: by each mutation that succeeded, with what it merges,
 * and by `MizanCache.invalidate`. Told when the caches know it already, so that whoever reads anew reads what is new.
 */
@Injectable()
export class Invalidations {
  readonly #logger = new Logger('Mizan');
  readonly #listeners = new Listeners<Parameters<InvalidationListener>>();

  /** @returns what ends it */
  subscribe(listener: InvalidationListener): () => void {
    return this.#listeners.add(listener);
  }

  /** A listener that fails is logged: the change has happened, and the others are told. */
  publish(targets: readonly Target[], source: InvalidationSource = {}): void {
    if (targets.length === 0) return;
    this.#listeners.tell((error) => this.#logger.error(error), targets, source);
  }
}
