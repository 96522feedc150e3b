/** Seconds in which a reader has to take something of what waits for it. */
const timeToRead = 10;

/** So many times what may wait, and the reader is not waited for any longer. */
const maxRatio = 16;

/**
 * Tells a client that does not read from one that was sent much at once: what waits is no fault of it as long as it
 * gets less.
 */
export class ReaderPatience {
  #taken = 0;
  #since: number | undefined;

  constructor(private readonly maxWaitingBytes: number) {}

  /**
   * @param waiting bytes that wait now
   * @param taken bytes that do not wait any more, since the beginning
   * @param now milliseconds, of any clock
   */
  isOver(waiting: number, taken: number, now: number): boolean {
    if (waiting > this.maxWaitingBytes * maxRatio) return true;
    if (waiting <= this.maxWaitingBytes) {
      this.#since = undefined;
    } else if (this.#since === undefined || taken > this.#taken) {
      this.#since = now;
      this.#taken = taken;
    } else {
      return now - this.#since > timeToRead * 1000;
    }
    return false;
  }
}
