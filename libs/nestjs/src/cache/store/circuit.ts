import { Logger } from '@nestjs/common';

/** How {@link Circuit} finds out whether the store works again. */
export interface Probe {
  /** @throws when the store does not work */
  run(): Promise<void>;
  /** Whether nothing came up meanwhile that the store must be told before it is used. */
  isDone(): boolean;
}

/** However often the store comes and goes. */
const warnAtMostEveryMs = 60_000;

/**
 * Whether the store is used at all. It opens when an operation fails; from then on nobody waits for the store
 * until a probe has found it working.
 */
export class Circuit {
  readonly #logger = new Logger('Mizan');
  readonly #probe: Probe;
  readonly #probeEveryMs: number;
  #timer: NodeJS.Timeout | undefined;
  #openedAt: number | undefined;
  #warnedAt = -Infinity;
  #isWarned = false;
  #isProbing = false;
  #isEnded = false;
  #failures = 0;

  constructor(probe: Probe, probeEveryMs: number) {
    this.#probe = probe;
    this.#probeEveryMs = probeEveryMs;
  }

  get isOpen(): boolean {
    return this.#openedAt !== undefined;
  }

  /** Operations that have failed. */
  get failures(): number {
    return this.#failures;
  }

  open(cause: unknown): void {
    this.#failures += 1;
    if (this.isOpen || this.#isEnded) return;
    this.#openedAt = performance.now();
    this.#warn(cause);
    this.#probeAfter(this.#probeEveryMs);
  }

  /** Probes at once, since there is something to tell the store; that does not bring it into use any sooner. */
  urge(): void {
    if (this.isOpen && !this.#isProbing) this.#probeAfter(0);
  }

  /** Stays as it is from now on, and asks no more. */
  end(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
  }

  #probeAfter(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isEnded) return;
    this.#timer = setTimeout(() => void this.#tryProbe(), ms);
    // The app may end whatever the store does.
    this.#timer.unref();
  }

  /** One probe at a time: when it hangs, so would the next, and the client may only give up once nothing is sent. */
  async #tryProbe(): Promise<void> {
    this.#isProbing = true;
    try {
      do await this.#probe.run();
      while (!this.#probe.isDone());
      this.#closeInTime();
    } catch (error) {
      this.#warn(error);
      this.#probeAfter(this.#probeEveryMs);
    } finally {
      this.#isProbing = false;
    }
  }

  /** Not before its time: a store that is slow would cost the budget of a request again and again. */
  #closeInTime(): void {
    const restMs = (this.#openedAt ?? 0) + this.#probeEveryMs - performance.now();
    if (restMs > 0) this.#probeAfter(restMs);
    else this.#close();
  }

  #close(): void {
    const seconds = (performance.now() - (this.#openedAt ?? 0)) / 1000;
    this.#openedAt = undefined;
    if (this.#isWarned) this.#logger.log(`The cache works again, after ${seconds.toFixed(1)} s.`);
    this.#isWarned = false;
  }

  #warn(cause: unknown): void {
    const now = performance.now();
    if (this.#isWarned || now - this.#warnedAt < warnAtMostEveryMs) return;
    this.#warnedAt = now;
    this.#isWarned = true;
    const reason = cause instanceof Error ? cause.message : String(cause);
    this.#logger.warn(
      `The store of the cache does not work (${reason}). Requests are answered without it until it does.`,
    );
  }
}
