import { givenUpBy } from '../given-up-by.js';
import { MizanError, otherPerson, toMizanError } from '../mizan-error.js';
import type { Transport } from '../transport.js';
import type { Frame } from './frame.js';
import { frameFailure, isNotRun } from './frame-failure.js';
import type { SocketLike } from './socket-like.js';

/** How often is looked whether the connection is alive, and needed, in milliseconds. */
const beat = 20_000;
/** A connection that held for so many milliseconds ends a row of failed attempts. */
const stable = 10_000;
/** What takes longer to open is given up, in milliseconds. */
const slowest = 10_000;
/** Longer frames close the connection, in bytes. */
const maxBytes = 102_400;
/** How many frames may wait for an answer, and how long each counts at least, in milliseconds: servers bound calls and rate. */
const maxFlying = 50;
const flight = 500;
/** What a server closes with that asks for time: abuse, an error of its own, a slow reader, too many sockets. */
const asksForTime: readonly (number | undefined)[] = [1008, 1011, 1013, 4429];
/** The server closed it since the token has expired, or since it is not who opened it. */
const isRefused = 4401;
/** The client closed it to open another one. */
const isReset = 0;

/** The socket did not take it: it has not run and will not, so it may go another way. */
export const notRun = new MizanError('NOT_RUN', '');

/** What uses the connection. */
export interface ConnectionUser {
  isNeeding(): boolean;
  opened(): void;
  closed?(): void;
  /** It cannot be opened: there is no token, or no such thing as a socket. */
  failed?(error: MizanError): void;
  /** Takes a frame that answers no request. */
  receive(frame: Frame): void;
  /** Another person uses the page. */
  reset(): void;
}

export interface ConnectionOptions {
  /** @throws where no socket can be opened */
  readonly open: (token: string | undefined) => SocketLike;
  /** Where tokens are used. */
  readonly token: Transport['token'];
  /** Sends anything that is answered. */
  readonly probe: () => void;
  /** Without tokens, the server found that it is not who opened the connection. */
  readonly identityChanged: () => void;
}

interface Asker {
  readonly resolve: (data: unknown) => void;
  readonly reject: (error: MizanError) => void;
}

export type Connection = ReturnType<typeof createConnection>;

/** The connection of a client: one socket at a time, opened when it is needed, and again when it breaks. */
export function createConnection({ open, token, probe, identityChanged }: ConnectionOptions) {
  const users = new Set<ConnectionUser>();
  /** Sends what waits for it to open. */
  const waiting = new Set<(isLate?: boolean) => void>();
  /** Who waits for an answer, by the id of the frame. */
  const asking = new Map<unknown, Asker>();
  /** Ends what is open or being opened. */
  let end: ((code?: number) => void) | undefined;
  /** Writes to what is open. */
  let write: ((text: string) => void) | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let failed = 0;
  /** Whether none was to be had, since one was. */
  let isAway = false;
  let isTokenBad = false;
  let resets = 0;
  let count = 0;
  let flying = 0;

  const isNeeded = () => waiting.size + asking.size > 0 || [...users].some((user) => user.isNeeding());

  /** Opens it, if it is needed, and unless it is up or rests. */
  function connect(isWanted = isNeeded()): void {
    if (end || pause || !isWanted) return;
    let socket: SocketLike | undefined;
    let openedAt = Infinity;
    let silentBeats = 0;
    const timer = setInterval(() => {
      silentBeats += 1;
      if (silentBeats > (isNeeded() ? 2 : 1)) own();
      // A connection may be dead without anybody telling the page: after sleep, or in another network.
      else if (silentBeats > 1) probe();
    }, beat);
    const own = (end = (code?: number) => {
      if (end !== own) return;
      // Who is told of it opens nothing before the rest that follows.
      end = () => undefined;
      write = undefined;
      clearInterval(timer);
      socket?.close();
      if (code === isReset || Date.now() - openedAt > stable) failed = 0;
      isAway = code !== isReset && openedAt === Infinity;
      if (asksForTime.includes(code)) {
        failed += 5;
        isAway = true;
      }
      lose(code);
      end = undefined;
      // It waits longer each time, and not as long as all others.
      const isShort = !failed && (code === isReset || code === isRefused);
      if (!isNeeded() && !isAway) return;
      pause = setTimeout(
        wake,
        isShort ? 0 : Math.min(30_000, 1000 * 2 ** failed) * (0.5 + Math.random() / 2),
      );
      failed += 1;
    });
    const start = (bearer: string | undefined) => {
      if (end !== own) return;
      const opening = (socket = open(bearer));
      opening.onopen = () => {
        openedAt = Date.now();
        isAway = false;
        write = (text) => opening.send(text);
        // Who comes while they are told joins by itself.
        [...users].forEach((user) => user.opened());
        flush();
      };
      opening.onmessage = ({ data }: { readonly data: string }) => {
        if (end === own) receive(data);
        silentBeats = 0;
      };
      opening.onclose = ({ code }: { readonly code: number }) => own(code);
      // What is wrong is told by the close that follows; to `ws`, an error that nobody hears is one more.
      opening.onerror = () => undefined;
    };
    Promise.resolve(token?.(isTokenBad))
      .then(start)
      .catch((error: unknown) => {
        for (const user of users) user.failed?.(toMizanError(error));
        own();
      });
    isTokenBad = false;
    setTimeout(() => openedAt === Infinity && own(), slowest);
  }

  /** Opens it now, if it is needed, though it would rest. */
  function wake(): void {
    clearTimeout(pause);
    pause = undefined;
    connect();
  }

  /** Tells everybody that it is gone. */
  function lose(code: number | undefined): void {
    for (const { reject } of asking.values())
      reject(new MizanError('CONNECTION_LOST', 'The connection broke: it may have run.'));
    for (const user of users) user.closed?.();
    flush(isAway);
    isTokenBad = code === isRefused;
    if (isTokenBad && !token) identityChanged();
  }

  /** Sends what waits, as far as it may be. */
  function flush(isLate?: boolean): void {
    for (const send of waiting) send(isLate);
  }

  /** A frame counts no longer. */
  function land(): void {
    flying -= 1;
    flush();
  }

  function receive(text: string): void {
    // A server speaks the protocol.
    const frame = JSON.parse(text) as Frame;
    const asker = asking.get(frame['id']);
    if (!asker) for (const user of users) user.receive(frame);
    else if (frame['ok']) asker.resolve(frame['data']);
    else {
      const failure = frameFailure(frame['error']);
      asker.reject(isNotRun(failure) ? notRun : failure);
    }
  }

  return {
    users,
    connect,
    /** Whether it waits before it connects again. */
    isResting: () => pause !== undefined,
    isOpen: () => write !== undefined,
    /** Sends a frame, if it is open. */
    send: (frame: object) => write?.(JSON.stringify(frame)),
    /**
     * Sends a frame that is answered by its id, once, as soon as it is open, unless it could not be opened the last time.
     * Resolves with what is answered.
     *
     * @param patience how long it waits to be sent, in milliseconds
     * @throws {MizanError} {@link notRun}, `ABORTED`, `CONNECTION_LOST` when it may have run, or what the server answered
     */
    ask(frame: Frame, patience: number, signal?: AbortSignal): Promise<unknown> {
      if (isAway) {
        connect(true);
        return Promise.reject(notRun);
      }
      const asked = resets;
      const id = (count += 1);
      let sentAt: number | undefined;
      const answer = new Promise((resolve, reject) => {
        const text = JSON.stringify({ ...frame, id });
        const isLong = new TextEncoder().encode(text).length > maxBytes;
        const send = (isLate = isLong) => {
          // What one person wanted must not be done as another.
          if (asked !== resets) reject(otherPerson());
          else if (isLate || signal?.aborted) reject(notRun);
          // Watches do not wait behind calls that take long: they find out whether the connection is alive.
          else if (!write || (flying >= maxFlying && frame['action'] !== 'watch')) return;
          else {
            asking.set(id, { resolve, reject });
            sentAt = Date.now();
            flying += 1;
            write(text);
          }
          waiting.delete(send);
        };
        waiting.add(send);
        connect();
        send();
        if (waiting.has(send)) setTimeout(() => waiting.has(send) && send(true), patience);
      });
      return givenUpBy(answer, signal).finally(() => {
        asking.delete(id);
        if (sentAt) setTimeout(land, sentAt + flight - Date.now());
      });
    },
    /** Closes it, and opens another one if that is needed: as somebody else. */
    reset(): void {
      resets += 1;
      flush();
      for (const user of users) user.reset();
      end?.(isReset);
      wake();
    },
  };
}
