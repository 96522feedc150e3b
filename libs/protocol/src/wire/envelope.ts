import type { MergeEntry, Target } from './target.js';

/** The body of a `call/` that succeeded (PROTOCOL 2). */
export interface CallReply {
  readonly result: unknown;
  readonly invalidate?: readonly Target[];
  readonly merge?: readonly MergeEntry[];
}

/** The body of every failure (PROTOCOL 3). */
export interface ErrorReply {
  readonly error: true;
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}
