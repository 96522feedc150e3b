import { contextKey } from '../scope.js';
import type { ContextRequest } from '../transport.js';

/** A context as frames name it. */
export type Entry = Pick<ContextRequest, 'context' | 'params'>;

/**
 * What is known of whether the server tells when a context changes.
 *
 * - `due`: nothing, and the server is about to answer.
 * - `late`: nothing, and nobody waits for it: there is no connection, or the server could not say.
 * - `live`: it does.
 * - `refused`: it does not.
 */
type Standing = 'due' | 'late' | 'live' | 'refused';

/** A context that somebody wants to be live. */
export interface LiveContext extends Entry {
  readonly key: string;
  /** Reads it anew. */
  readonly refetch: () => void;
  /** Reads that wait while it is `due`. */
  readonly reads: (() => void)[];
  /** How many want it to be live. */
  users: number;
  standing: Standing;
}

export function keyOf({ context, params }: Entry): string {
  return contextKey(context, params);
}

/** Says what is known of a context from now on, and lets go on who waits for that. */
export function settle(context: LiveContext, standing: Standing): void {
  context.standing = standing;
  if (standing !== 'due') for (const read of context.reads.splice(0)) read();
}
