import { setTimeout as delay } from 'node:timers/promises';

import { toError } from './node-link.js';
import type { Outages } from './outages.js';
import type { RedisSession } from './redis-session.js';

const shortestPauseMs = 50;
const longestPauseMs = 1000;
/** A session that held for so long was a good one: the next one is tried at once. */
const steadyMs = 5000;

/** What a session is kept for. */
export interface SessionUse {
  /** A session is there. While this is not done, or when it fails, it counts for nothing. */
  begin(session: RedisSession): Promise<void>;
  /** It is no more; also told of one that was not begun. */
  end(): void;
}

/** Sees to it that there is a session: opens another one, again and again, when it is lost. */
export class KeptSession {
  readonly #open: () => Promise<RedisSession>;
  readonly #use: SessionUse;
  readonly #outages: Outages;
  readonly #closing = new AbortController();
  #session: RedisSession | undefined;
  #work: Promise<void> | undefined;
  #abandon: (reason: Error) => void = () => {};

  constructor(open: () => Promise<RedisSession>, use: SessionUse, outages: Outages) {
    this.#open = open;
    this.#use = use;
    this.#outages = outages;
  }

  /** Resolves when the first attempt has succeeded or failed. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#work ??= this.#keep(resolve);
    });
  }

  /** Ends the session that there is; another one follows. */
  fail(reason: Error): void {
    this.#session?.fail(reason);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    const reason = new Error('the app closes');
    this.#abandon(reason);
    this.fail(reason);
    await this.#work;
  }

  async #keep(onTried: () => void): Promise<void> {
    const { signal } = this.#closing;
    let failures = 0;
    while (!signal.aborted) {
      const since = performance.now();
      const reason = await this.#hold(onTried);
      onTried();
      if (signal.aborted) return;
      this.#outages.begin(this, reason);
      failures = performance.now() - since > steadyMs ? 0 : failures + 1;
      await delay(pauseMs(failures), undefined, { signal }).catch(() => undefined);
    }
  }

  /** One session, from its beginning to its end. */
  async #hold(onBegun: () => void): Promise<Error> {
    try {
      const session = await this.#openUnlessClosing();
      this.#session = session;
      await Promise.race([this.#use.begin(session), session.over.then((reason) => Promise.reject(reason))]);
      this.#outages.end(this);
      onBegun();
      return await session.over;
    } catch (error) {
      this.fail(toError(error));
      return toError(error);
    } finally {
      this.#session = undefined;
      this.#use.end();
    }
  }

  // What is being opened is not waited for when the app closes: it may take seconds until it fails.
  #openUnlessClosing(): Promise<RedisSession> {
    return new Promise((resolve, reject) => {
      this.#abandon = reject;
      const take = (session: RedisSession) => {
        if (this.#closing.signal.aborted) session.fail(new Error('the app closes'));
        resolve(session);
      };
      this.#open().then(take, reject);
    });
  }
}

// Not all processes at once.
function pauseMs(failures: number): number {
  return Math.min(shortestPauseMs * 2 ** failures, longestPauseMs) * (0.5 + Math.random() / 2);
}
