import type { Target } from '@mizan/protocol';
import { Injectable, Logger } from '@nestjs/common';

/** Learns what became stale, after it did; must not wait for anything. */
export type InvalidationListener = (targets: readonly Target[]) => void;

/**
 * Tells whoever wants to know what became stale in this process: by each mutation that succeeded, with what it merges,
 * and by `MizanCache.invalidate`. Told when the caches know it already, so that whoever reads anew reads what is new.
 */
@Injectable()
export class Invalidations {
  readonly #logger = new Logger('Mizan');
  readonly #listeners = new Set<InvalidationListener>();

  /** @returns what ends it */
  subscribe(listener: InvalidationListener): () => void {
    // Wrapped, so that one function may listen twice.
    const own: InvalidationListener = (targets) => listener(targets);
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** A listener that fails is logged: the change has happened, and the others are told. */
  publish(targets: readonly Target[]): void {
    if (targets.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(targets);
      } catch (error) {
        this.#logger.error(error);
      }
    }
  }
}
