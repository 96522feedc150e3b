/** How long somebody has to pause until the server is asked, in milliseconds. */
const pause = 300;

export interface ServerCheckHost {
  /** Whether a submission is under way: what it answers counts. */
  readonly isBusy: () => boolean;
  /** Asks what is to be asked now, if anything, and gives what takes the answer. */
  readonly ask: (signal: AbortSignal) => Promise<() => void> | undefined;
  readonly changed: () => void;
}

/**
 * Has the server look at what was typed, a moment after it was typed last. Only the newest request counts; what one
 * fails with is of no interest, since a submission tells it.
 */
export class ServerCheck {
  readonly #host: ServerCheckHost;
  #isOn = false;
  #isOwed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | undefined;

  constructor(host: ServerCheckHost) {
    this.#host = host;
  }

  get isRunning(): boolean {
    return this.#request !== undefined;
  }

  schedule(): void {
    this.#isOwed = true;
    clearTimeout(this.#timer);
    if (this.#isOn && !this.#host.isBusy()) this.#timer = setTimeout(() => void this.#run(), pause);
  }

  /** Ends what is under way, and owes it. */
  halt(): void {
    clearTimeout(this.#timer);
    this.#isOwed ||= this.isRunning;
    this.#request?.abort();
    this.#request = undefined;
  }

  /** Goes on after it was halted. @param isOwed whether there is anything to look at, where that is known better */
  resume(isOwed = this.#isOwed): void {
    this.#isOwed = isOwed;
    if (isOwed) this.schedule();
  }

  start(): void {
    this.#isOn = true;
    this.resume();
  }

  stop(): void {
    this.#isOn = false;
    this.halt();
  }

  async #run(): Promise<void> {
    this.#isOwed = false;
    this.#request?.abort();
    const own = (this.#request = new AbortController());
    let take: (() => void) | undefined;
    try {
      const answer = this.#host.ask(own.signal);
      if (answer) this.#host.changed();
      take = await answer;
    } catch {
      // Nothing is known more than before.
    }
    if (own !== this.#request) return;
    this.#request = undefined;
    take?.();
    this.#host.changed();
  }
}
