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

  /** Resolves when what was told is done, or patience with it is over; undefined when there is nothing to wait for. */
  settled(): Promise<unknown> | undefined {
    return this.#running.size === 0 ? undefined : Promise.all(this.#running);
  }

  async #run(targets: readonly Target[], headers: EdgeHeaders): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new HookTimeout()), patience);
    });
    try {
      await Promise.race([this.#hook(targets, headers), over]);
      this.#failures.clear();
    } catch (error) {
      this.#report(error);
    } finally {
      clearTimeout(timer);
    }
  }

  #report(error: unknown): void {
    const kind = kindOf(error);
    if (this.#failures.has(kind)) return;
    this.#failures.add(kind);
    this.#logger.error(
      'edge.onInvalidate failed: until their time is over, an edge may serve bundles that are stale. Further failures of this kind are not logged.',
    );
    this.#logger.error(error);
  }
}

class HookTimeout extends Error {
  override readonly name = 'HookTimeout';

  constructor() {
    super(
      `edge.onInvalidate was not done after ${patience} ms; mutations are answered without waiting longer`,
    );
  }
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return `${error.name} ${'code' in error ? String(error.code) : ''}`;
}
