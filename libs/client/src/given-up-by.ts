import { toMizanError } from './mizan-error.js';

/** The same promise, but for a caller who may give up waiting for it. @throws {MizanError} with the code `ABORTED`. */
export function givenUpBy<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  const givenUp = new Promise<never>((_, reject) => {
    const giveUp = () => reject(toMizanError(signal.reason, signal));
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
  return Promise.race([promise, givenUp]);
}
