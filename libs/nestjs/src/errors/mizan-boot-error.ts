/** One thing that keeps an app from starting. */
export interface BootProblem {
  /** `Class.method`, `Class.field` or the name of an option. */
  readonly where: string;
  readonly problem: string;
  /** What would be right, as a sentence. */
  readonly fix: string;
}

/** The declarations of an app cannot work. Thrown while it boots, with all problems at once. */
export class MizanBootError extends Error {
  override readonly name = 'MizanBootError';
  readonly code = 'MIZAN_BOOT';
  // Private: the message says them all, and whoever prints the error would say them again.
  readonly #problems: readonly BootProblem[];

  constructor(problems: readonly BootProblem[]) {
    super(describeProblems(problems));
    this.#problems = problems;
  }

  get problems(): readonly BootProblem[] {
    return this.#problems;
  }
}

function describeProblems(problems: readonly BootProblem[]): string {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const lines = problems.map(({ where, problem, fix }) => `  ${where}: ${problem}. ${fix}`);
  return [`Mizan cannot start: ${count}`, ...lines].join('\n');
}
