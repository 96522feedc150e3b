/** A connection that held for so many milliseconds ends a row of failed attempts. */
const stable = 10_000;
/** The server goes, and so come all who were connected to it: each at a time of its own within so many milliseconds. */
const spread = 10_000;
const leaving = 1001;
/** What a server closes with that asks for time: abuse, an error of its own, a slow reader, too many sockets. */
const asksForTime: readonly (number | undefined)[] = [1008, 1011, 1013, 4429];

/** The client closed it, to open another one. */
export const isReset = 0;
/** The token has expired, or whoever is there now is not who opened it. */
export const isRefused = 4401;

/**
 * Says how long to wait before connecting again: longer each time, and not as long as all others.
 *
 * @returns takes what a connection was closed with, and for how long it was open; gives milliseconds
 */
export function createBackOff(): (code: number | undefined, held: number) => number {
  let failed = 0;
  return (code, held) => {
    failed = code === isReset ? 0 : held > stable ? 1 : failed + 1;
    if (asksForTime.includes(code)) failed += 5;
    if (code === leaving) return Math.random() * spread;
    if (!failed || (code === isRefused && failed < 2)) return 0;
    return Math.min(30_000, 500 * 2 ** failed) * (0.5 + Math.random() / 2);
  };
}
