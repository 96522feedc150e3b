import type { MizanIdentity } from '../identity/index.js';

/** How many sockets each identity has open. */
export class SocketCounts {
  readonly #counts = new Map<MizanIdentity['id'], number>();

  /** @returns how many there are with this one */
  add({ id }: MizanIdentity): number {
    const count = (this.#counts.get(id) ?? 0) + 1;
    this.#counts.set(id, count);
    return count;
  }

  remove({ id }: MizanIdentity): void {
    const count = (this.#counts.get(id) ?? 0) - 1;
    if (count > 0) this.#counts.set(id, count);
    else this.#counts.delete(id);
  }
}
