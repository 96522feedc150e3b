import type { Transport } from '../transport.js';
import { createBackOff, isRefused, isReset } from './back-off.js';
import type { Frame } from './frame.js';
import { type OpenSocket, openSocket, type SocketOwner } from './open-socket.js';
import type { SocketLike } from './socket-like.js';

/** Nobody waits for a connection that rests for longer, in milliseconds. */
const longRest = 2000;

/** What uses the connection. */
export interface ConnectionUser {
  isNeeding(): boolean;
  opened(): void;
  /**
   * It is gone. `isAway` says that no other one is to be had soon, and `error` that this one could not be made: there is
   * no token, or no such thing as a socket.
   */
  closed(isAway: boolean, error: unknown): void;
  receive(frame: Frame): void;
  /** Sends anything that is answered. */
  probe?(): void;
  /** Another person uses the page. */
  reset(): void;
}

/** The connection of a client: one socket at a time, opened when it is needed, and again when it breaks. */
export class Connection implements SocketOwner {
  readonly users = new Set<ConnectionUser>();
  isOpen = false;
  readonly #open: (token: string | undefined) => SocketLike;
  readonly #token: Transport['token'];
  readonly #identityChanged: () => void;
  readonly #backOff = createBackOff();
  #socket: OpenSocket | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** Whether none was to be had the last time. */
  #isAway = false;
  #isTokenBad = false;
  #isOver = false;

  /**
   * @param open throws where no socket can be opened
   * @param token where tokens are used
   * @param identityChanged is told when, without tokens, the server found that it is not who opened the connection
   */
  constructor(
    open: (token: string | undefined) => SocketLike,
    token: Transport['token'],
    identityChanged: () => void,
  ) {
    this.#open = open;
    this.#token = token;
    this.#identityChanged = identityChanged;
  }

  /** Whether it waits before it connects again. */
  get isResting(): boolean {
    return this.#isOver || this.#pause !== undefined;
  }

  isNeeding(): boolean {
    return [...this.users].some((user) => user.isNeeding());
  }

  /** Opens it, if it is needed, and unless it is up or rests. Gives whether it is worth to wait for. */
  connect(isWanted = this.isNeeding()): boolean {
    if (!this.#socket && !this.isResting && isWanted) {
      const token = Promise.resolve(this.#token?.(this.#isTokenBad));
      this.#socket = openSocket(this.#open, token, this);
    }
    return !this.#isAway;
  }

  /** Opens it now, if it is needed, though it would rest. */
  wake(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.connect();
  }

  /** Sends a frame, if it is open. */
  send(text: string): void {
    if (this.isOpen) this.#socket?.send(text);
  }

  /** Closes it, and opens another one if that is needed: as somebody else. */
  reset(): void {
    for (const user of this.users) user.reset();
    this.#socket?.close(isReset);
    this.wake();
  }

  /** Closes it for good: whoever waits for it waits no longer. */
  close(): void {
    this.#isOver = true;
    clearTimeout(this.#pause);
    this.#socket?.close(isReset);
    this.closed(isReset, 0);
  }

  opened(): void {
    this.isOpen = true;
    this.#isAway = false;
    // Who comes while they are told joins by itself.
    [...this.users].forEach((user) => user.opened());
  }

  receive(text: string): void {
    // A server speaks the protocol.
    const frame = JSON.parse(text) as Frame;
    for (const user of this.users) user.receive(frame);
  }

  probe(): void {
    for (const user of this.users) user.probe?.();
  }

  closed(code: number | undefined, held: number, error?: unknown): void {
    const rest = this.#backOff(code, held);
    this.isOpen = false;
    this.#isAway = this.#isOver || rest > (held < 0 ? 0 : longRest);
    this.#isTokenBad = code === isRefused;
    // Who is told opens nothing before the rest that follows, and keeps nobody from it by failing.
    try {
      // First: what one person wanted goes no other way as another.
      if (this.#isTokenBad && !this.#token) this.#identityChanged();
    } finally {
      for (const user of this.users) user.closed(this.#isAway, error);
      this.#socket = undefined;
      if (!this.#isOver && (this.isNeeding() || this.#isAway))
        this.#pause = setTimeout(() => this.wake(), rest);
    }
  }
}
