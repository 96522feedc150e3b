import { Injectable } from '@nestjs/common';
import type { MizanIdentity } from '../identity/index.js';
import { Relay } from '../realtime/index.js';

/** Looks who is at the sockets of one process where this identity may be. */
export type Recheck = (id: MizanIdentity['id']) => Promise<void>;

const topic = 'recheck';

/** The sockets of all processes, for the app. */
@Injectable()
export class SocketService {
  #recheck: Recheck | undefined;

  constructor(private readonly relay: Relay) {}

  /**
   * Has the sockets of somebody looked at now, and not within `websocket.recheckInterval`: those of which he is gone, or
   * has other rights, are closed with 4401. For a sign-out, after the session has ended; and for rights that changed.
   *
   * @param id as a text or as a number, however who is there is known: `7` and `'7'` are one here
   * @returns when this process is done; all others were told
   *
   * @example await this.sockets.recheck(user.id);
   */
  async recheck(id: MizanIdentity['id']): Promise<void> {
    this.relay.publish(topic, JSON.stringify(id));
    await this.#recheck?.(id);
  }

  /** Names who does it in this process, and listens to the others. @returns what ends it */
  async serve(recheck: Recheck): Promise<() => void> {
    this.#recheck = recheck;
    return this.relay.subscribe(topic, (text) => {
      const id: unknown = JSON.parse(text);
      if (typeof id === 'string' || typeof id === 'number') void recheck(id);
    });
  }
}
