/** How long one request may still wait. Waits that overlap count once. */
export class TimeBudget {
  #leftMs: number;
  #waits = 0;
  #since = 0;

  constructor(ms: number) {
    this.#leftMs = ms;
  }

  /** A wait begins. Returns how long it may take, in ms. */
  begin(): number {
    const now = performance.now();
    if (this.#waits === 0) this.#since = now;
    this.#waits += 1;
    return this.#leftMs - (now - this.#since);
  }

  end(): void {
    this.#waits -= 1;
    if (this.#waits === 0) this.#leftMs -= performance.now() - this.#since;
  }
}
