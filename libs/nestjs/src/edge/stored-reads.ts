import type { ContextScopes, Params, Target } from '@mizan/protocol';
import { readTarget } from '../invalidation/read-target.js';

/** The reads of one process that an edge may store, each from before it is computed until its answer is sent. */
export class StoredReads {
  readonly #reads = new Set<StoredRead>();

  begin(context: string, scopes: ContextScopes): StoredRead {
    const read = new StoredRead(context, scopes, () => this.#reads.delete(read));
    this.#reads.add(read);
    return read;
  }

  /** Tells the reads on their way what became stale. */
  overtake(targets: readonly Target[]): void {
    if (this.#reads.size === 0) return;
    for (const target of targets) for (const read of this.#reads) read.overtake(target);
  }
}

/**
 * One of them. A mutation that ends meanwhile purges the edge before this answer arrives there, so the answer may not
 * be stored any more.
 */
export class StoredRead {
  readonly #stale: (Params | undefined)[] = [];

  constructor(
    readonly context: string,
    private readonly scopes: ContextScopes,
    /** When the answer is sent, or there is none. */
    readonly end: () => void,
  ) {}

  overtake(target: Target): void {
    const { context, params } = readTarget(target);
    if (context === this.context) this.#stale.push(params);
  }

  /** Whether a bundle with these params became stale since the read began. */
  isOvertaken(params: Params): boolean {
    if (this.#stale.length === 0) return false;
    const own = new Set(this.scopes.ofBundle(params));
    return this.#stale.some((target) => this.scopes.ofTarget(target).some((scope) => own.has(scope)));
  }
}
