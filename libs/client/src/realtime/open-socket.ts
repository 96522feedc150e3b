import type { SocketLike } from './socket-like.js';

/** How often is looked whether the connection is alive, and needed, in milliseconds. By the first time it has to be open. */
const beat = 10_000;
/** After how many beats of silence the server is asked for a sign of life: nobody else tells of a connection that died in sleep. */
const silence = 4;
/** After how many beats of silence it is given up, where somebody needs it, and where nobody does. */
const death = 6;
const idle = 4;

/** What belongs to one socket. */
export interface SocketOwner {
  isNeeding(): boolean;
  opened(): void;
  receive(text: string): void;
  /** Sends anything that is answered. */
  probe(): void;
  /**
   * It is gone, or could not be made.
   *
   * @param held how long it was open, in milliseconds; less than none where it never was
   */
  closed(code: number | undefined, held: number, error?: unknown): void;
}

export interface OpenSocket {
  send(text: string): void;
  close(code: number): void;
}

/** One socket from the moment it is asked for until it is gone, which its owner is told of once. */
export function openSocket(
  open: (token: string | undefined) => SocketLike,
  token: Promise<string | undefined>,
  owner: SocketOwner,
): OpenSocket {
  let socket: SocketLike | undefined;
  let openedAt = Infinity;
  let silent = 0;
  let isOver = false;

  const timer = setInterval(() => {
    silent += 1;
    if (openedAt === Infinity || silent >= (owner.isNeeding() ? death : idle)) close();
    else if (silent >= silence) owner.probe();
  }, beat);

  function close(code?: number, error?: unknown): void {
    if (isOver) return;
    isOver = true;
    clearInterval(timer);
    socket?.close();
    owner.closed(code, Date.now() - openedAt, error);
  }

  function listen(opening: SocketLike): void {
    socket = opening;
    opening.onopen = () => {
      // It was closed while it was opened.
      if (isOver) return;
      openedAt = Date.now();
      owner.opened();
    };
    opening.onmessage = ({ data }: { readonly data: string }) => {
      silent = 0;
      if (!isOver) owner.receive(data);
    };
    opening.onclose = ({ code }: { readonly code: number }) => close(code);
    // What is wrong is told by the close that follows; to `ws`, an error that nobody hears is one more.
    opening.onerror = () => undefined;
  }

  token.then((text) => isOver || listen(open(text))).catch((error: unknown) => close(undefined, error));
  return { send: (text) => socket?.send(text), close };
}
