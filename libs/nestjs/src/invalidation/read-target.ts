import type { Params, Target } from '@mizan/protocol';

/** A target as a scope sees it: one function of a context counts as all of it. */
export interface StaleScope {
  readonly context: string;
  readonly params?: Params | undefined;
}

export function readTarget(target: Target): StaleScope {
  return typeof target === 'string' ? { context: target } : target;
}
