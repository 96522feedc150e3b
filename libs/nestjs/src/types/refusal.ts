import type { BootProblem } from '../errors/index.js';

/** What keeps a declaration from being described. Returned rather than thrown, so that all problems are found. */
export class Refusal {
  /**
   * @param why continues a sentence that starts with the place
   * @param fix a sentence without its full stop
   */
  constructor(
    readonly why: string,
    readonly fix: string,
  ) {}

  at(where: string): BootProblem {
    return { where, problem: this.why, fix: `${this.fix}.` };
  }
}
