import type { Readable } from 'node:stream';

/** How long a client may go on sending what nobody wants, in milliseconds: in all, and without a byte. */
const longest = 30_000;
const idle = 5_000;

/**
 * Takes what is left of a body from the connection, and keeps nothing of it. A client that sends all before it looks at
 * the answer would else never see why it was refused; one that does not end is cut off.
 *
 * @returns undefined when nothing is left, else a promise that resolves when that is so
 */
export function discardRest(source: Readable): Promise<void> | undefined {
  if (source.readableEnded || source.destroyed) return undefined;
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(all);
      clearTimeout(pause);
      source.off('data', refresh);
      resolve();
    };
    const cut = (): void => {
      end();
      // An answer that waited for this goes out before.
      setImmediate(() => source.destroy());
    };
    const all = setTimeout(cut, longest).unref();
    const pause = setTimeout(cut, idle).unref();
    const refresh = (): void => void pause.refresh();
    source.on('data', refresh).once('end', end).once('close', end).resume();
  });
}
