import type { ErrorReply } from '@mizan/protocol';
import type { LiveEntry } from './live-entry.js';

/** Something may not have been told: whoever listens reads anew (PROTOCOL 13). */
export const gapFrame = '{"type":"gap"}';

/** An entry that is not watched, and why. */
export interface RefusedEntry {
  readonly entry: LiveEntry;
  readonly error: ErrorReply;
}

/** These entries became stale (PROTOCOL 13). @param entries JSON texts */
export function writeInvalidate(entries: readonly string[], change: string | undefined): string {
  const own = change === undefined ? '' : `,"change":${JSON.stringify(change)}`;
  return `{"type":"invalidate","contexts":[${entries.join(',')}]${own}}`;
}

/** What the acknowledgement of a watch frame says, as JSON text. */
export function writeWatching(watching: number, refused: readonly RefusedEntry[]): string {
  const told = refused.map(({ entry: { context, params }, error: { code, message, details } }) => ({
    context,
    params,
    error: { code, message, details },
  }));
  return JSON.stringify({ watching, ...(told.length > 0 && { refused: told }) });
}
