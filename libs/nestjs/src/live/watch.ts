import type { LiveEntry } from './live-entry.js';
import type { WatchFinding } from './watch-finding.js';
import type { Watcher } from './watcher.js';

/** An entry that a socket watches, or that is being read for it. */
export class Watch {
  /** As the client sent it, as JSON text. */
  readonly text: string;
  /** What reading it has found, once that is known; undefined when it was dropped before. */
  finding: Promise<WatchFinding | undefined> = Promise.resolve(undefined);
  /** Whether the client knows that it is watched. Before that, it reads anew in any case. */
  isAcknowledged = false;
  /** Whether it became stale since it was read, so that it is not known whether it may still be read. */
  isStale = false;
  /** Whether a frame has named it again since it was read. */
  isNamedAgain = false;
  /** Reads it again, where it was watched and may not be read any more: only then is it known whether to tell of it. */
  lookAgain: (() => void) | undefined;

  constructor(
    readonly watcher: Watcher,
    readonly entry: LiveEntry,
  ) {
    this.text = textOf(entry);
  }
}

/** What tells two entries apart. */
export function textOf({ context, params }: LiveEntry): string {
  return JSON.stringify({ context, params });
}
