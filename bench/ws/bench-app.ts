import type { Line } from './line.js';

/** What a server of this bench serves. */
export interface BenchApp {
  readonly url: string;
  /** Sends a line to everybody who listens, in all processes. */
  push(line: Line): unknown;
}
