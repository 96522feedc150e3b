import { givenUpBy } from '../given-up-by.js';
import { MizanError, otherPerson } from '../mizan-error.js';
import type { Transport } from '../transport.js';
import type { Frame } from './frame.js';
import { frameFailure } from './frame-failure.js';
import type { SocketLike } from './socket-like.js';

/** How often is looked whether the connection is alive, and needed, in milliseconds. */
const beat = 20_000;
/** A connection that held for so many milliseconds ends a row of failed attempts. */
const stable = 10_000;
/** What a server closes with that asks for time: abuse, an error of its own, a slow reader, too many sockets. */
const asksForTime: readonly unknown[] = [1008, 1011, 1013, 4429];
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
  closed(): void;
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

export type Connection = ReturnType<typeof createConnection>;

/** The connection of a client: one socket at a time, opened when it is needed, and again when it breaks. */
export function createConnection({ open, token, probe, identityChanged }: ConnectionOptions) {
  const users = new Set<ConnectionUser>();
  /** Those who wait for it to open. */
  const waiting = new Set<() => void>();
  /** Those who wait for an answer, by the id of their frame. */
  const asking = new Map<
    unknown,
    { readonly resolve: (data: unknown) => void; readonly reject: (error: MizanError) => void }
  >();
  /** Ends what is open or being opened. */
  let end: ((code?: unknown) => void) | undefined;
  /** Writes to what is open. */
  let write: ((frame: object) => void) | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let failed = 0;
  let isTokenBad = false;
  let resets = 0;
  let count = 0;

  const isNeeded = () => waiting.size + asking.size > 0 || [...users].some((user) => user.isNeeding());

  /** Opens it, unless it is up or waits for its time. */
  function connect(): void {
    if (!end && !pause) attempt();
  }

  function attempt(): void {
    let socket: SocketLike | undefined;
    let openedAt = Infinity;
    let silentBeats = 0;
    const timer = setInterval(() => {
      silentBeats += 1;
      if (silentBeats > (isNeeded() ? 2 : 1)) own();
      // A connection may be dead without anybody telling the page: after sleep, or in another network.
      else if (silentBeats > 1) probe();
    }, beat);
    const own = (end = (code?: unknown) => {
      if (end !== own) return;
      end = write = undefined;
      clearInterval(timer);
      socket?.close();
      if (code === isReset || Date.now() - openedAt > stable) failed = 0;
      if (asksForTime.includes(code)) failed += 5;
      for (const { reject } of asking.values())
        reject(new MizanError('CONNECTION_LOST', 'The connection broke: it may have run.'));
      asking.clear();
      for (const user of users) user.closed();
      if (code === isRefused) {
        isTokenBad = true;
        if (!token) identityChanged();
      }
      if (isNeeded()) rest(!failed && (code === isReset || code === isRefused));
    });
    const start = async () => {
      const wasBad = isTokenBad;
      isTokenBad = false;
      const bearer = await token?.(wasBad);
      if (end !== own) return;
      const opening = (socket = open(bearer));
      opening.onopen = () => {
        if (end !== own) return;
        openedAt = Date.now();
        write = (frame) => opening.send(JSON.stringify(frame));
        for (const user of users) user.opened();
        for (const go of waiting) go();
      };
      opening.onmessage = ({ data }: { readonly data: string }) => {
        if (end !== own) return;
        silentBeats = 0;
        receive(data);
      };
      opening.onclose = ({ code }: { readonly code: number }) => own(code);
      // What is wrong is told by the close that follows; to `ws`, an error that nobody hears is one more.
      opening.onerror = () => undefined;
    };
    start().catch(() => own());
  }

  function receive(text: string): void {
    // A server speaks the protocol.
    const frame = JSON.parse(text) as Frame;
    const asker = asking.get(frame['id']);
    if (!asker) for (const user of users) user.receive(frame);
    else if (frame['ok']) asker.resolve(frame['data']);
    else {
      const failure = frameFailure(frame['error']);
      // The token of the connection is refused before anything runs; the server then closes it.
      asker.reject(failure.details?.['reason'] === 'token' ? notRun : failure);
    }
  }

  /** Waits longer each time, and not as long as all others, before it connects again. */
  function rest(isShort: boolean): void {
    pause = setTimeout(
      () => {
        pause = undefined;
        if (isNeeded()) connect();
      },
      isShort ? 0 : Math.min(30_000, 1000 * 2 ** failed) * (0.5 + Math.random() / 2),
    );
    failed += 1;
  }

  return {
    users,
    connect,
    isUp: () => end !== undefined,
    isOpen: () => write !== undefined,
    /** Sends a frame, if it is open. */
    send: (frame: object) => write?.(frame),
    /**
     * Sends a frame that is answered by its id, once, as soon as it is open. Resolves with what is answered.
     *
     * @param patience how long it waits to be sent, in milliseconds
     * @throws {MizanError} {@link notRun}, `ABORTED`, `CONNECTION_LOST` when it may have run, or what the server answered
     */
    async ask(frame: object, patience: number, signal?: AbortSignal): Promise<unknown> {
      const asked = resets;
      signal?.throwIfAborted();
      connect();
      if (!write) {
        const opened = new Promise<void>((resolve) => {
          const go = () => {
            waiting.delete(go);
            resolve();
          };
          waiting.add(go);
          setTimeout(go, patience);
        });
        await givenUpBy(opened, signal);
      }
      // What one person wanted must not be done as another.
      if (asked !== resets) throw otherPerson();
      if (!write) throw notRun;
      const id = (count += 1);
      write({ ...frame, id });
      const answer = new Promise((resolve, reject) => {
        asking.set(id, { resolve, reject });
      });
      return givenUpBy(answer, signal).finally(() => asking.delete(id));
    },
    /** Closes it, and opens another one if that is needed: as somebody else. */
    reset(): void {
      resets += 1;
      for (const go of waiting) go();
      for (const user of users) user.reset();
      end?.(isReset);
    },
  };
}
