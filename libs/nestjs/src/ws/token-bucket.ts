/** Lets through so many a second, and so many at once. */
export class TokenBucket {
  #left: number;
  #filledAt: number;

  /**
   * @param perSecond how fast it fills
   * @param size how many it holds when it is full, as it is at first
   * @param now milliseconds, of the clock that {@link take} is told as well
   */
  constructor(
    private readonly perSecond: number,
    private readonly size: number,
    now: number,
  ) {
    this.#left = size;
    this.#filledAt = now;
  }

  /** Takes one out. False when there is none. */
  take(now: number): boolean {
    this.#left = Math.min(this.size, this.#left + ((now - this.#filledAt) / 1000) * this.perSecond);
    this.#filledAt = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
