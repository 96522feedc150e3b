import type { MizanIdentity } from '../identity/index.js';
import type { Place } from './place.js';

/** Whoever frames can be sent to. */
export interface Listener {
  /** Sends a frame, as text. */
  send(frame: string): void;
  /** Sends a frame that others get as well: a little later, with all that comes for them meanwhile. */
  push(frame: string): void;
}

/** Somebody who listens at a place of a channel. */
export interface Subscription extends Place {
  readonly listener: Listener;
  readonly group: string;
  /** Who joined. */
  readonly who: MizanIdentity | null;
}
