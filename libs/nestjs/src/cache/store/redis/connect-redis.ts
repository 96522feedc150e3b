import { type BootProblem, MizanBootError } from '../../../errors/index.js';
import { findAddressProblems } from '../../../redis/find-address-problems.js';
import { RedisConnection } from './redis-connection.js';
import type { ScriptRunner } from './redis-scopes.js';

/** A connected client of node-redis 5: what `createClient`, `createCluster` or `createSentinel` gives. */
export interface RedisClient extends ScriptRunner {
  readonly isOpen: boolean;
}

/** Where Redis or Valkey is: one of the two. */
export interface RedisOptions {
  /**
   * As `redis://user:password@host:6379/0`, or `rediss:` for TLS. The store opens a connection of its own, and closes it
   * with the app.
   */
  readonly url?: string;
  /**
   * A client of the app instead of a URL. The app connects it, closes it, and gives it `disableOfflineQueue` and a
   * `socketTimeout`: without them a lost connection is noticed late.
   */
  readonly client?: RedisClient;
}

/** A way to Redis, of our own or of the app's. */
export interface Connection {
  readonly client: RedisClient;
  /** Why it can never be opened: told when the app starts, and not to who only reads its declarations. */
  readonly problems: readonly BootProblem[];
  /** @throws MizanBootError with these problems */
  open(): Promise<void>;
  close(): Promise<void>;
}

/** @param where the function that the options were given to */
export function connectRedis(where: string, { url, client }: RedisOptions): Connection {
  const problems = findAddressProblems(where, { url, client });
  return client === undefined
    ? new RedisConnection(url, problems)
    : new GivenConnection(client, where, problems);
}

/** The app's own client: it is the app that opens and closes it. */
class GivenConnection implements Connection {
  constructor(
    readonly client: RedisClient,
    private readonly where: string,
    readonly problems: readonly BootProblem[],
  ) {}

  async open(): Promise<void> {
    if (this.problems.length > 0) throw new MizanBootError(this.problems);
    if (!this.client.isOpen) throw new Error(`the client that ${this.where} was given is not connected`);
  }

  async close(): Promise<void> {}
}
