import type { BootProblem } from '../errors/index.js';

/** A way in: decodes what comes from outside, has the `Dispatcher` run it, and encodes the outcome. */
export interface Transport {
  /** What keeps it from being mounted. */
  findProblems(): readonly BootProblem[];
  /** Starts to answer. Called once, when the dispatcher is ready. */
  mount(): Promise<void>;
}

/** Provides the list of an app's transports. */
export const transportsToken = Symbol('mizan.transports');
