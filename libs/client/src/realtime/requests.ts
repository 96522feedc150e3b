import { givenUpBy } from '../given-up-by.js';
import { MizanError, otherPerson } from '../mizan-error.js';
import type { Connection, ConnectionUser } from './connection.js';
import { type Frame, isTooLong } from './frame.js';
import { frameFailure, notRun } from './frame-failure.js';

/**
 * How many frames may be under way: each until its answer, and for a while longer, in milliseconds. Servers bound how many
 * calls run, and how many frames come.
 */
const maxFlying = 50;
const rest = 500;

interface Request {
  readonly text: string;
  readonly action: unknown;
  readonly resolve: (data: unknown) => void;
  readonly reject: (error: MizanError) => void;
  isSent?: boolean;
}

/** Frames that are answered by their id, each sent once. */
export class Requests implements ConnectionUser {
  readonly #connection: Connection;
  readonly #pending = new Map<unknown, Request>();
  #count = 0;
  #flying = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.users.add(this);
  }

  /**
   * Sends a frame as soon as the connection is open, unless none was to be had the last time. Resolves with what is
   * answered.
   *
   * @param patience how long it waits to be sent, in milliseconds
   * @throws {MizanError} {@link notRun}, also for reads and watches that may have run; `ABORTED`; `CONNECTION_LOST` for
   *   calls that may have run; or what the server answered
   */
  async ask(frame: Frame, patience: number, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    const id = (this.#count += 1);
    const text = JSON.stringify({ ...frame, id });
    if (isTooLong(text) || !this.#connection.connect(true)) throw notRun;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const answer = new Promise((resolve, reject) => {
      const request: Request = { text, action: frame['action'], resolve, reject };
      this.#pending.set(id, request);
      timer = setTimeout(() => request.isSent || reject(notRun), patience);
    });
    this.opened();
    return givenUpBy(answer, signal).finally(() => {
      clearTimeout(timer);
      if (this.#pending.get(id)?.isSent) setTimeout(() => this.#land(), rest);
      this.#pending.delete(id);
    });
  }

  isNeeding(): boolean {
    return this.#pending.size > 0;
  }

  /** Sends what waits, as far as it may be. */
  opened(): void {
    for (const request of this.#pending.values()) {
      // Watches do not wait behind calls that take long: they find out whether the connection is alive.
      const isFree = this.#flying < maxFlying || request.action === 'watch';
      if (request.isSent || !isFree || !this.#connection.isOpen) continue;
      request.isSent = true;
      this.#flying += 1;
      this.#connection.send(request.text);
    }
  }

  closed(isAway: boolean): void {
    for (const { isSent, action, reject } of this.#pending.values())
      if (isSent && action === 'rpc')
        reject(new MizanError('CONNECTION_LOST', 'The connection broke: it may have run.'));
      // All but calls may be asked for twice.
      else if (isSent || isAway) reject(notRun);
  }

  receive({ id, ok, data, error }: Frame): void {
    const request = this.#pending.get(id);
    if (ok) request?.resolve(data);
    else request?.reject(frameFailure(error));
  }

  /** What one person wanted must not be done as another. */
  reset(): void {
    for (const { isSent, reject } of this.#pending.values()) if (!isSent) reject(otherPerson());
  }

  #land(): void {
    this.#flying -= 1;
    this.opened();
  }
}
