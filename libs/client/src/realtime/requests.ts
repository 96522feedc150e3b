import { givenUpBy } from '../given-up-by.js';
import { MizanError, otherPerson } from '../mizan-error.js';
import type { Connection } from './connection.js';
import type { Frame } from './frame.js';
import { frameFailure, notRun } from './frame-failure.js';

/** Longer frames close the connection, in bytes. */
const maxBytes = 102_400;
/** How many frames may wait for an answer, and how long each counts at least, in milliseconds: servers bound calls and rate. */
const maxFlying = 50;
const flight = 500;

interface Request {
  readonly text: string;
  /** Whether it waits behind no other. */
  readonly isUrgent: boolean;
  readonly resolve: (data: unknown) => void;
  readonly reject: (error: MizanError) => void;
  sentAt?: number;
}

/**
 * Sends a frame that is answered by its id, once, as soon as the connection is open, unless it could not be opened the
 * last time. Resolves with what is answered.
 *
 * @param patience how long it waits to be sent, in milliseconds
 * @throws {MizanError} {@link notRun}, `ABORTED`, `CONNECTION_LOST` when it may have run, or what the server answered
 */
export type Ask = (frame: Frame, patience: number, signal?: AbortSignal) => Promise<unknown>;

/** Has frames answered over a connection. */
export function createRequests(connection: Connection): Ask {
  const pending = new Map<unknown, Request>();
  let count = 0;
  let flying = 0;

  /** Sends what waits, as far as it may be. */
  function flush(): void {
    for (const request of pending.values()) {
      if (request.sentAt || !connection.isOpen() || (flying >= maxFlying && !request.isUrgent)) continue;
      request.sentAt = Date.now();
      flying += 1;
      connection.send(request.text);
    }
  }

  function fail(wasSent: boolean, error: MizanError): void {
    for (const { sentAt, reject } of pending.values()) if (wasSent === !!sentAt) reject(error);
  }

  function forget(id: number): void {
    const sentAt = pending.get(id)?.sentAt;
    pending.delete(id);
    const land = () => {
      flying -= 1;
      flush();
    };
    if (sentAt) setTimeout(land, sentAt + flight - Date.now());
  }

  connection.users.add({
    isNeeding: () => pending.size > 0,
    opened: flush,
    closed(isAway) {
      fail(true, new MizanError('CONNECTION_LOST', 'The connection broke: it may have run.'));
      if (isAway) fail(false, notRun);
    },
    receive({ id, ok, data, error }) {
      const request = pending.get(id);
      if (ok) request?.resolve(data);
      else if (request) request.reject(frameFailure(error));
    },
    // What one person wanted must not be done as another.
    reset: () => fail(false, otherPerson()),
  });

  return async (frame, patience, signal) => {
    const id = (count += 1);
    const text = JSON.stringify({ ...frame, id });
    if (new TextEncoder().encode(text).length > maxBytes || !connection.want()) throw notRun;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const answer = new Promise((resolve, reject) => {
      // Watches do not wait behind calls that take long: they find out whether the connection is alive.
      const request: Request = { text, isUrgent: frame['action'] === 'watch', resolve, reject };
      pending.set(id, request);
      timer = setTimeout(() => request.sentAt || reject(notRun), patience);
    });
    flush();
    return givenUpBy(answer, signal).finally(() => {
      clearTimeout(timer);
      forget(id);
    });
  };
}
