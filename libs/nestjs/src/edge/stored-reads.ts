import type { ContextScopes, Params, Target } from '@mizan/protocol';

/**
 * One read of a bundle that an edge may store, from before it is computed until its answer is sent. A mutation that
 * ends meanwhile purges the edge before this answer arrives there, so the answer may not be stored any more.
 */
export interface StoredRead {
  readonly context: string;
  /** What became stale since it began, of its context. */
  readonly stale: (Params | undefined)[];
}

/** The reads that are on their way in this process. */
export class StoredReads {
  readonly #reads = new Set<StoredRead>();

  begin(context: string): StoredRead {
    const read: StoredRead = { context, stale: [] };
    this.#reads.add(read);
    return read;
  }

  end(read: StoredRead): void {
    this.#reads.delete(read);
  }

  /** Tells the reads on their way what became stale. */
  overtake(targets: readonly Target[]): void {
    if (this.#reads.size === 0) return;
    for (const target of targets) {
      const { context, params } =
        typeof target === 'string' ? { context: target, params: undefined } : target;
      for (const read of this.#reads) if (read.context === context) read.stale.push(params);
    }
  }
}

/** Whether a bundle became stale while it was read. */
export function isOvertaken({ stale }: StoredRead, scopes: ContextScopes, params: Params): boolean {
  if (stale.length === 0) return false;
  const own = new Set(scopes.ofBundle(params));
  return stale.some((target) => scopes.ofTarget(target).some((scope) => own.has(scope)));
}
