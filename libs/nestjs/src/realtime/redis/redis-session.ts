import { NodeLink, type OnLost, toError } from './node-link.js';
import type { NodeClient } from './redis-client.js';

const tickMs = 1000;

/** Where the connections of a session go, and which of them is for which channel. */
export interface Route {
  /** Clients of the relay's own, not connected. */
  readonly clients: readonly NodeClient[];
  /** The place in `clients` of the one for a channel; without it there is one, which is for all. */
  readonly placeOf?: (channel: string) => number;
}

/**
 * Connections to all nodes that messages go through, for as long as all of them stand: one that is lost ends the
 * session, and the next one begins with nothing left of this.
 */
export class RedisSession {
  readonly #links: readonly NodeLink[];
  readonly #placeOf: (channel: string) => number;
  readonly #ticker: NodeJS.Timeout;
  #fail: OnLost = () => {};
  #isOver = false;

  /** Resolves with why it is over. */
  readonly over: Promise<Error>;

  private constructor({ clients, placeOf }: Route) {
    this.over = new Promise((resolve) => (this.#fail = resolve));
    const onLost: OnLost = (reason) => this.fail(reason);
    this.#links = clients.map((client) => new NodeLink(client, placeOf !== undefined, onLost));
    this.#placeOf = placeOf ?? (() => 0);
    this.#ticker = setInterval(() => {
      for (const link of this.#links) link.tick();
    }, tickMs).unref();
  }

  /** @throws why it cannot be opened */
  static async open(route: Route): Promise<RedisSession> {
    const session = new RedisSession(route);
    try {
      await session.#unlessOver(Promise.all(session.#links.map((link) => link.connect())));
      return session;
    } catch (error) {
      session.fail(toError(error));
      throw error;
    }
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  async publish(channel: string, message: string): Promise<void> {
    await this.#linkOf(channel).publish(channel, message);
  }

  async subscribe(channel: string, listener: (message: string) => void): Promise<void> {
    await this.#linkOf(channel).subscribe(channel, listener);
  }

  async unsubscribe(channel: string): Promise<void> {
    await this.#linkOf(channel).unsubscribe(channel);
  }

  /** Ends it, and closes its connections. */
  fail(reason: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#ticker);
    for (const link of this.#links) link.close();
    this.#fail(reason);
  }

  async #unlessOver(work: Promise<unknown>): Promise<void> {
    const over = this.over.then((reason) => {
      throw reason;
    });
    await Promise.race([work, over]);
  }

  #linkOf(channel: string): NodeLink {
    const link = this.#links[this.#placeOf(channel)];
    if (link === undefined) throw new Error('no node of the cluster is there for this channel');
    return link;
  }
}
