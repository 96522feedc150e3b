import type { SocketLike } from './socket-like.js';

/** How often is looked whether the connection is alive, and needed, in milliseconds. By the first time it has to be open. */
const beat = 10_000;
/** After how many beats of silence the server is asked for a sign of life; nobody else tells of a connection that died in sleep. */
const silence = 4;
/** After how many beats of silence it is given up, where somebody needs it, and where nobody does. */
const death = 6;
const idle = 4;

/** What belongs to one socket. */
export interface SocketOwner {
  isNeeded(): boolean;
  opened(): void;
  received(text: string): void;
  /** Sends anything that is answered. */
  probe(): void;
  /** It could not be made. */
  failed(error: unknown): void;
  /** It is gone. `held` says how long it was open, in milliseconds; less than none where it never was. */
  ended(code: number | undefined, held: number): void;
}

export interface OpenSocket {
  send(text: string): void;
  end(code?: number): void;
}

/** One socket from the moment it is asked for until it is gone, which its owner is told of once. */
export function openSocket(made: Promise<() => SocketLike>, owner: SocketOwner): OpenSocket {
  let socket: SocketLike | undefined;
  let openedAt = Infinity;
  let silent = 0;
  let isOver = false;

  const timer = setInterval(() => {
    silent += 1;
    if (openedAt === Infinity || silent >= (owner.isNeeded() ? death : idle)) end();
    else if (silent >= silence) owner.probe();
  }, beat);

  function end(code?: number): void {
    if (isOver) return;
    isOver = true;
    clearInterval(timer);
    socket?.close();
    owner.ended(code, Date.now() - openedAt);
  }

  function listen(opening: SocketLike): void {
    socket = opening;
    opening.onopen = () => {
      openedAt = Date.now();
      owner.opened();
    };
    opening.onmessage = ({ data }: { readonly data: string }) => {
      silent = 0;
      if (!isOver) owner.received(data);
    };
    opening.onclose = ({ code }: { readonly code: number }) => end(code);
    // What is wrong is told by the close that follows; to `ws`, an error that nobody hears is one more.
    opening.onerror = () => undefined;
  }

  made
    .then((make) => isOver || listen(make()))
    .catch((error: unknown) => {
      owner.failed(error);
      end();
    });
  return { send: (text) => socket?.send(text), end };
}
