import { type MizanError, toMizanError } from '../mizan-error.js';
import type { Transport } from '../transport.js';
import { createBackOff, isRefused, isReset, saysLater } from './back-off.js';
import type { Frame } from './frame.js';
import { type OpenSocket, openSocket, type SocketOwner } from './open-socket.js';
import type { SocketLike } from './socket-like.js';

/** What uses the connection. */
export interface ConnectionUser {
  isNeeding(): boolean;
  opened(): void;
  /** It is gone. `isAway` says that another one is not to be had at once. */
  closed?(isAway: boolean): void;
  /** It cannot be opened: there is no token, or no such thing as a socket. */
  failed?(error: MizanError): void;
  receive(frame: Frame): void;
  /** Another person uses the page. */
  reset(): void;
}

export interface ConnectionOptions {
  /** @throws where no socket can be opened */
  readonly open: (token: string | undefined) => SocketLike;
  /** Where tokens are used. */
  readonly token: Transport['token'];
  readonly probe: SocketOwner['probe'];
  /** Without tokens, the server found that it is not who opened the connection. */
  readonly identityChanged: () => void;
}

export type Connection = ReturnType<typeof createConnection>;

/** The connection of a client: one socket at a time, opened when it is needed, and again when it breaks. */
export function createConnection({ open, token, probe, identityChanged }: ConnectionOptions) {
  const users = new Set<ConnectionUser>();
  const backOff = createBackOff();
  let socket: OpenSocket | undefined;
  let isOpen = false;
  let pause: ReturnType<typeof setTimeout> | undefined;
  /** Whether none was to be had, since one was. */
  let isAway = false;
  let isTokenBad = false;
  let isClosed = false;

  const isNeeded = () => [...users].some((user) => user.isNeeding());

  const owner: SocketOwner = {
    isNeeded,
    probe,
    opened() {
      isOpen = true;
      isAway = false;
      // Who comes while they are told joins by itself.
      for (const user of [...users]) user.opened();
    },
    received(text) {
      // A server speaks the protocol.
      const frame = JSON.parse(text) as Frame;
      for (const user of users) user.receive(frame);
    },
    failed(error) {
      for (const user of users) user.failed?.(toMizanError(error));
    },
    ended(code, held) {
      isOpen = false;
      isAway = isClosed || saysLater(code) || (code !== isReset && held < 0);
      isTokenBad = code === isRefused;
      // Who is told opens nothing before the rest that follows.
      for (const user of users) user.closed?.(isAway);
      if (isTokenBad && !token) identityChanged();
      socket = undefined;
      const rest = backOff(code, held);
      if (!isClosed && (isNeeded() || isAway)) pause = setTimeout(wake, rest);
    },
  };

  /** Opens it, if it is needed, and unless it is up or rests. */
  function connect(isWanted = isNeeded()): void {
    if (socket || pause || isClosed || !isWanted) return;
    const bearer = Promise.resolve(token?.(isTokenBad));
    isTokenBad = false;
    socket = openSocket(
      bearer.then((text) => () => open(text)),
      owner,
    );
  }

  /** Opens it now, if it is needed, though it would rest. */
  function wake(): void {
    clearTimeout(pause);
    pause = undefined;
    connect();
  }

  return {
    users,
    connect,
    wake,
    /** Opens it, and gives whether it is worth to wait for: not if it could not be opened the last time. */
    want(): boolean {
      connect(true);
      return !isAway;
    },
    /** Whether it waits before it connects again. */
    isResting: () => isClosed || pause !== undefined,
    isOpen: () => isOpen,
    /** Sends a frame, if it is open. */
    send(text: string): void {
      if (isOpen) socket?.send(text);
    },
    /** Closes it, and opens another one if that is needed: as somebody else. */
    reset(): void {
      for (const user of users) user.reset();
      socket?.end(isReset);
      wake();
    },
    /** Closes it for good: whoever waits for it waits no longer. */
    close(): void {
      isClosed = true;
      clearTimeout(pause);
      socket?.end(isReset);
      owner.ended(isReset, 0);
    },
  };
}
