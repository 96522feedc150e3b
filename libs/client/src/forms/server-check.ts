/** How long somebody has to pause until the server is asked, in milliseconds. */
const pause = 300;

export interface ServerCheckOptions {
  /** Whether a submission is under way: what it answers counts. */
  readonly isBusy: () => boolean;
  /** Asks what is to be asked now, if anything, and gives what takes the answer. */
  readonly ask: (signal: AbortSignal) => Promise<() => void> | undefined;
  readonly changed: () => void;
}

export type ServerCheck = ReturnType<typeof createServerCheck>;

/**
 * Has the server look at what was typed, a moment after it was typed last. Only the newest request counts; what one
 * fails with is of no interest, since a submission tells it.
 */
export function createServerCheck({ isBusy, ask, changed }: ServerCheckOptions) {
  let isOn = false;
  let isOwed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let request: AbortController | undefined;

  function schedule(): void {
    isOwed = true;
    clearTimeout(timer);
    if (isOn && !isBusy()) timer = setTimeout(() => void run(), pause);
  }

  async function run(): Promise<void> {
    isOwed = false;
    request?.abort();
    const own = (request = new AbortController());
    let take: (() => void) | undefined;
    try {
      const answer = ask(own.signal);
      if (answer) changed();
      take = await answer;
    } catch {
      // Nothing is known more than before.
    }
    if (own !== request) return;
    request = undefined;
    take?.();
    changed();
  }

  /** Ends what is under way, and owes it. */
  function halt(): void {
    clearTimeout(timer);
    isOwed ||= request !== undefined;
    request?.abort();
    request = undefined;
  }

  return {
    isRunning: () => request !== undefined,
    schedule,
    halt,
    /** Goes on after it was halted. @param isStillOwed whether there is anything to look at, where that is known better */
    resume(isStillOwed = isOwed): void {
      isOwed = isStillOwed;
      if (isOwed) schedule();
    },
    start(): void {
      isOn = true;
      if (isOwed) schedule();
    },
    stop(): void {
      isOn = false;
      halt();
    },
  };
}
