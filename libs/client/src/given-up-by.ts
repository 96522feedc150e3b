import { toMizanError } from './mizan-error.js';

/** The same promise, but for a caller who may give up waiting for it. @throws {MizanError} with the code `ABORTED`. */
export function givenUpBy<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(toMizanError(signal.reason, signal));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp);
    // One signal may serve a page for hours.
    void promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}
