/** So much of the limit passes in a second timer. */
const graceMs = 10;

/** The store did not answer in the time that it had. */
class StoreTimeout extends Error {
  override readonly name = 'StoreTimeout';

  constructor(limitMs: number) {
    super(`no answer within ${Math.round(limitMs)} ms`);
  }
}

/**
 * What a promise gives, if it does so within a time.
 *
 * The last part of the time is a timer of its own, which starts when the first one runs: when something else has
 * blocked the event loop, an answer that waits to be read is read, and the store is not blamed.
 *
 * @throws StoreTimeout
 */
export function withinTime<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer = setTimeout(
      () => {
        timer = setTimeout(() => reject(new StoreTimeout(limitMs)), Math.min(graceMs, limitMs));
      },
      Math.max(0, limitMs - graceMs),
    );
    const settle =
      <Value>(how: (value: Value) => void) =>
      (value: Value): void => {
        clearTimeout(timer);
        how(value);
      };
    promise.then(settle(resolve), settle(reject));
  });
}
