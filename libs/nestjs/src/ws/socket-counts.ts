import type { MizanIdentity } from '../identity/index.js';

/** How many sockets each identity has open. By a token, an id is a text, and by a session it may be a number. */
export class SocketCounts {
  readonly #counts = new Map<string, number>();

  /** @returns how many there are with this one */
  add({ id }: MizanIdentity): number {
    const count = (this.#counts.get(String(id)) ?? 0) + 1;
    this.#counts.set(String(id), count);
    return count;
  }

  remove({ id }: MizanIdentity): void {
    const count = (this.#counts.get(String(id)) ?? 0) - 1;
    if (count > 0) this.#counts.set(String(id), count);
    else this.#counts.delete(String(id));
  }
}
