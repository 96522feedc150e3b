import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';

import type { CacheStore, StoreUse } from './cache-store.js';
import { Circuit } from './circuit.js';
import { type GuardedParts, StoreTurn } from './store-turn.js';
import { withinTime } from './time-limit.js';
import { UnrecordedChanges } from './unrecorded-changes.js';

export interface GuardOptions {
  /**
   * How long one request may wait for the store, all its operations together, in milliseconds.
   * @default 50
   */
  readonly budgetMs?: number;
  /**
   * How often a store that does not work is tried again, in milliseconds.
   * @default 500
   */
  readonly probeEveryMs?: number;
}

/** Connecting may take longer than a request may wait. */
const openWithinMs = 2000;
const closeWithinMs = 1000;
const probeLockMs = 1000;
const untilTheyEnd = 'Other processes may serve what they had stored before, until it ends.';

/**
 * The one door to a store: slow or gone, it costs a request its budget once, then nothing until it works again.
 *
 * A mutation that could not be recorded keeps this process from using the cache until it is.
 */
export class GuardedStore {
  readonly #logger = new Logger('Mizan');
  readonly #parts: GuardedParts;

  constructor(store: CacheStore, options: GuardOptions = {}) {
    const unrecorded = new UnrecordedChanges();
    const circuit = new Circuit(
      { run: () => probe(store, unrecorded), isDone: () => unrecorded.isEmpty },
      options.probeEveryMs ?? 500,
    );
    this.#parts = { store, circuit, unrecorded, budgetMs: options.budgetMs ?? 50 };
  }

  get isShared(): boolean {
    return this.#parts.store.isShared;
  }

  /** Whether the store is in use. Without it requests are answered uncached. */
  get isWorking(): boolean {
    return !this.#parts.circuit.isOpen;
  }

  /** Operations that have failed since the process started. */
  get failures(): number {
    return this.#parts.circuit.failures;
  }

  /** Connects the store. The app starts without it when it does not come in time. */
  async open(use: StoreUse): Promise<void> {
    try {
      await withinTime(this.#parts.store.open(use), openWithinMs);
    } catch (error) {
      this.#parts.circuit.open(error);
    }
  }

  /** The store for one request, with a budget of its own. */
  begin(): StoreTurn {
    return new StoreTurn(this.#parts);
  }

  /** Tries once more to record what is not recorded yet: afterwards nobody will. */
  async close(): Promise<void> {
    const { store, circuit, unrecorded } = this.#parts;
    circuit.end();
    try {
      await withinTime(unrecorded.record(store.scopes), closeWithinMs);
    } catch (error) {
      this.#logger.warn(
        `Mutations could not be told to the store of the cache (${String(error)}). ${untilTheyEnd}`,
      );
    }
    await store.close();
  }
}

/** Writes something, since a store that can only be read (a replica, or a full one) must not count as working. */
async function probe(store: CacheStore, unrecorded: UnrecordedChanges): Promise<void> {
  const holder = randomUUID();
  await unrecorded.record(store.scopes);
  await store.scopes.acquire(`probe ${holder}`, holder, probeLockMs);
  await store.scopes.release(`probe ${holder}`, holder);
}
