/**
 * What is left of a budget, at least, in ms. A process that stood still for longer than the budget, as throttled ones
 * do, has waited for itself: that is no reason to blame the store.
 */
const leastMs = 10;

/** How long one request may still wait. Waits that overlap count once. */
export class TimeBudget {
  #leftMs: number;
  #waits = 0;
  #since = 0;
  #longestMs = 0;

  constructor(ms: number) {
    this.#leftMs = ms;
  }

  /** A wait begins. Returns how long it may take, in ms. */
  begin(): number {
    const now = performance.now();
    if (this.#waits === 0) this.#since = now;
    this.#waits += 1;
    return Math.max(leastMs, this.#leftMs - (now - this.#since));
  }

  end(): void {
    this.#waits -= 1;
    if (this.#waits > 0) return;
    const waitedMs = performance.now() - this.#since;
    this.#leftMs -= waitedMs;
    this.#longestMs = Math.max(this.#longestMs, waitedMs);
  }

  /** Whether one more wait fits in, should it take as long as the longest so far. */
  get hasTime(): boolean {
    return this.#leftMs >= this.#longestMs;
  }
}
