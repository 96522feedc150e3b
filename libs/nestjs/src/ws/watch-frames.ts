import type { Dispatcher } from '../dispatch/dispatcher.js';
import type { InputSource } from '../dispatch/function-call.js';
import { toErrorReply } from '../errors/index.js';
import {
  type LiveEntry,
  type ReadEntry,
  Turnstile,
  type WatchEndpoints,
  type WatchFinding,
} from '../live/index.js';
import type { Admission } from './admit.js';
import type { ClientFrame } from './client-frame.js';
import type { Connection } from './connection.js';
import type { FrameRequests } from './frame-requests.js';
import { readBundle } from './read-bundle.js';
import { settleWithin } from './settle-within.js';
import type { Standings } from './standings.js';
import { within } from './within.js';
import { writeAnswer } from './write-frame.js';

type WatchFrame = Extract<ClientFrame, { kind: 'watch' }>;

/** What looking after sockets has left to be done, when it is known who is there. */
export interface Recheck {
  /** Entries that are read again. None of them rejects. */
  readonly rereads: readonly Promise<void>[];
}

/** So many sockets are looked after at the same time: each may cost a look-up of a session. */
const maxChecks = 20;

/** Watches over the socket: reads entries as whoever is there, and looks whether he still is. */
export class WatchFrames {
  readonly #rereads = new Turnstile(maxChecks);

  /** @param patience seconds that looking after one socket may take */
  constructor(
    private readonly live: WatchEndpoints,
    private readonly standings: Standings,
    private readonly requests: FrameRequests,
    private readonly dispatcher: Dispatcher,
    private readonly patience: number,
  ) {}

  /**
   * Does what a frame asks for.
   *
   * @returns the acknowledgement
   * @throws what keeps its sender from being known
   */
  async answer(frame: WatchFrame, admission: Admission, connection: Connection): Promise<string> {
    const { watcher } = connection;
    // One after the other until the set is replaced, so that the last frame counts; then they are read side by side.
    const { acknowledging } = await watcher.inLine(async () => {
      await this.#confirm(frame, admission, connection);
      const mayAdd = () => connection.mayRead();
      return { acknowledging: this.live.watch(watcher, frame.contexts, mayAdd, this.#reader(admission)) };
    });
    return writeAnswer(frame.id, await acknowledging);
  }

  /**
   * Looks after sockets that listen: closes those of who is somebody else now or has other rights, and has the others
   * watch only what they may still read of what became stale.
   */
  async recheck(connections: readonly Connection[]): Promise<Recheck> {
    // Of its own, so that a sign-out does not wait for what others look for.
    const checks = new Turnstile(maxChecks);
    const rereads: Promise<void>[] = [];
    const check = async (connection: Connection) => {
      const admission = await this.standings.check(connection);
      if (admission !== undefined) rereads.push(this.#reread(connection, admission));
    };
    await Promise.all(connections.map((connection) => checks.run(() => check(connection))));
    return { rereads };
  }

  /** A socket has closed. */
  leave({ watcher }: Connection): void {
    this.live.leave(watcher);
  }

  async #confirm(frame: WatchFrame, admission: Admission, connection: Connection): Promise<void> {
    const { request } = this.requests.open(admission, frame);
    await this.requests.checkToken(request);
    const identify = () => this.requests.identifyAny(request);
    const identity = await this.standings.confirm(connection, admission, identify);
    connection.watcher.who = identity?.id ?? null;
  }

  // Also what waits for reads of the socket's own frames, which may take as long as they like, holds no place for long.
  #reread({ watcher }: Connection, admission: Admission): Promise<void> {
    const readOnce = this.#reader(admission);
    const read: ReadEntry = (entry, source) =>
      within(this.patience, readOnce(entry, source)).catch(refusalOf);
    return this.#rereads.run(() => settleWithin(this.patience, [this.live.recheck(watcher, read)]));
  }

  #reader(admission: Admission): ReadEntry {
    return (entry, source) => this.#read(admission, entry, source);
  }

  /** Reads as a frame for this one bundle would, so that guards find what they look for. */
  async #read(admission: Admission, entry: LiveEntry, source: InputSource): Promise<WatchFinding> {
    try {
      const exchange = this.requests.open(admission, { kind: 'ctx', id: 'watch', ...entry });
      await this.requests.prepare(exchange);
      const found = await readBundle(this.dispatcher, { name: entry.context, source }, exchange);
      return found.kind === 'success'
        ? { kind: 'readable', params: found.params }
        : { kind: 'refused', error: found.error, isFault: isFault(found.status) };
    } catch (error) {
      return refusalOf(error);
    }
  }
}

function refusalOf(error: unknown): WatchFinding {
  const { body, status } = toErrorReply(error);
  return { kind: 'refused', error: body, isFault: isFault(status) };
}

/** The server's, or of the moment: it says nothing of who may read. */
function isFault(status: number): boolean {
  return status >= 500 || status === 408 || status === 429;
}
