import type { MizanIdentity } from '../identity/index.js';

/** How many sockets each identity has open, and nobody. By a token, an id is a text, and by a session it may be a number. */
export class SocketCounts {
  readonly #counts = new Map<string | null, number>();

  /** @returns how many there are with this one */
  add(identity: MizanIdentity | null): number {
    const key = keyOf(identity);
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count;
  }

  remove(identity: MizanIdentity | null): void {
    const key = keyOf(identity);
    const count = (this.#counts.get(key) ?? 0) - 1;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }
}

function keyOf(identity: MizanIdentity | null): string | null {
  return identity === null ? null : String(identity.id);
}
