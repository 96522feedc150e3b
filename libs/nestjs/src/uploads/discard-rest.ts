import type { Readable } from 'node:stream';

/** How long a client may go on sending what nobody wants, in milliseconds: in all, and without a byte. */
const longest = 30_000;
const idle = 5_000;

/**
 * Takes what is left of a body from the connection, and keeps nothing of it. A client that sends all before it looks at
 * the answer would else never see why it was refused; one that does not end is cut off.
 */
export function discardRest(source: Readable): void {
  if (source.readableEnded || source.destroyed) return;
  const cut = (): void => void source.destroy();
  const all = setTimeout(cut, longest).unref();
  const pause = setTimeout(cut, idle).unref();
  const end = (): void => {
    clearTimeout(all);
    clearTimeout(pause);
  };
  source
    .on('data', () => pause.refresh())
    .once('end', end)
    .once('close', end);
  source.resume();
}
