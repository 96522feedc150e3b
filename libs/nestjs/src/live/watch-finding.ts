import type { ErrorReply, Params } from '@mizan/protocol';
import type { InputSource } from '../dispatch/function-call.js';
import type { LiveEntry } from './live-entry.js';

/** What reading an entry has found. */
export type WatchFinding =
  | {
      readonly kind: 'readable';
      /** What was sent, converted; undefined when the functions got something else, so that it is not known by these. */
      readonly params: Params | undefined;
    }
  | {
      readonly kind: 'refused';
      readonly error: ErrorReply;
      /** Whether it is the server that failed, and not the caller who may not. */
      readonly isFault: boolean;
    };

/** Reads an entry as whoever is at the socket now. Never rejects. */
export type ReadEntry = (entry: LiveEntry, source: InputSource) => Promise<WatchFinding>;
