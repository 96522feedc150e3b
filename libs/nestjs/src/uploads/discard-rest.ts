import type { Readable } from 'node:stream';

/** How long a client may go on sending what nobody wants, in milliseconds: in all, and without a byte. */
const longest = 30_000;
const idle = 5_000;

/** The same of one whose connection ends with an answer that waits for him: who is silent has nothing left to lose it by. */
const idleBeforeLast = 1_000;

/**
 * Takes what is left of a body from the connection, and keeps nothing of it. A client that sends all before it looks at
 * the answer would else never see why it was refused; one that does not end is cut off.
 *
 * @param isLast whether the answer waits, and ends the connection
 * @returns undefined when nothing is left, else a promise that resolves when that is so
 */
export function discardRest(source: Readable, isLast: boolean): Promise<void> | undefined {
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
      if (!isLast) cutOff(source);
    };
    const all = setTimeout(cut, longest).unref();
    const pause = setTimeout(cut, isLast ? idleBeforeLast : idle).unref();
    const refresh = (): void => void pause.refresh();
    source.on('data', refresh).once('end', end).once('close', end).resume();
  });
}

function cutOff(source: Readable & { readonly stream?: { close(): void } | undefined }): void {
  // In HTTP/2 there are other requests on the connection: only this one is ended.
  if (source.stream !== undefined) source.stream.close();
  else source.destroy();
}
