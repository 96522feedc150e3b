import { Logger } from '@nestjs/common';
import type { Target } from '@mizan/protocol';
import type { EdgeHeaders, OnInvalidate } from './edge-options.js';

/** How long a mutation's answer waits for the hook, in milliseconds. */
const patience = 2_000;

/**
 * Runs the app's hook `onInvalidate`. What it fails with reaches no caller: it is logged once for each kind of failure,
 * and again when it had worked in between.
 */
export class ToldEdge {
  readonly #logger = new Logger('Mizan');
  readonly #hook: OnInvalidate;
  readonly #running = new Set<Promise<void>>();
  readonly #failures = new Set<string>();

  constructor(hook: OnInvalidate) {
    this.#hook = hook;
  }

  tell(targets: readonly Target[], headers: EdgeHeaders): void {
    const running: Promise<void> = this.#run(targets, headers).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when all that was told is done, or patience is over; undefined when there is nothing to wait for. */
  settled(): Promise<unknown> | undefined {
    if (this.#running.size === 0) return undefined;
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise((resolve) => {
      timer = setTimeout(resolve, patience);
    });
    return Promise.race([Promise.all(this.#running), over]).finally(() => clearTimeout(timer));
  }

  async #run(targets: readonly Target[], headers: EdgeHeaders): Promise<void> {
    try {
      await this.#hook(targets, headers);
      this.#failures.clear();
    } catch (error) {
      const kind = kindOf(error);
      if (this.#failures.has(kind)) return;
      this.#failures.add(kind);
      this.#logger.error(
        'edge.onInvalidate failed: until their time is over, an edge may serve bundles that are stale. Further failures of this kind are not logged.',
      );
      this.#logger.error(error);
    }
  }
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return `${error.name} ${'code' in error ? String(error.code) : ''}`;
}
