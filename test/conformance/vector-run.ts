/** One case of a vector file, ready to run. */
export interface VectorCase {
  readonly title: string;
  /** Rejects with an assertion that shows the difference. */
  readonly run: () => void | Promise<void>;
  /** Why it cannot run yet; it counts as skipped then. */
  readonly skip?: string;
}

/** The cases of one vector file, and what to put away after them. */
export interface VectorRun {
  readonly cases: readonly VectorCase[];
  readonly close?: () => Promise<void>;
}

/** Loads the cases of a vector file. */
export type VectorRunner = (file: string) => Promise<VectorRun>;
