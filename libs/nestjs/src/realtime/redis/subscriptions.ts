import { setTimeout as delay } from 'node:timers/promises';

import type { GapSignal } from '../gap-signal.js';
import type { TopicTable } from '../topic-table.js';
import type { NameChannel } from './channel-names.js';
import type { SessionUse } from './kept-session.js';
import { toError } from './node-link.js';
import type { RedisSession } from './redis-session.js';

/** How long somebody who subscribes waits for Redis; then he goes on, and is told of a gap when it stands. */
const patienceMs = 500;

/** What this process is subscribed to in one session. */
interface Standing {
  readonly session: RedisSession;
  readonly topics: Set<string>;
  /** The topics whose subscriptions are being changed; a topic is changed by one command at a time. */
  readonly changing: Map<string, Promise<void>>;
}

/** Keeps what this process is subscribed to equal to what somebody in it listens to. */
export class Subscriptions implements SessionUse {
  readonly #wanted: TopicTable;
  readonly #nameChannel: NameChannel;
  readonly #gaps: GapSignal;
  readonly #receive: (topic: string, message: string) => void;
  #standing: Standing | undefined;
  #isComplete = false;

  constructor(
    wanted: TopicTable,
    nameChannel: NameChannel,
    gaps: GapSignal,
    receive: (topic: string, message: string) => void,
  ) {
    this.#wanted = wanted;
    this.#nameChannel = nameChannel;
    this.#gaps = gaps;
    this.#receive = receive;
  }

  /** Whether all subscriptions stand. Until they do, a gap is still to be told. */
  get canHear(): boolean {
    return this.#isComplete;
  }

  /** Subscribes to all that is wanted. What was sent before that may be lost. */
  async begin(session: RedisSession): Promise<void> {
    const standing: Standing = { session, topics: new Set(), changing: new Map() };
    this.#standing = standing;
    await Promise.all(this.#wanted.names.map((topic) => this.#change(standing, topic)));
    if (session.isOver) return;
    this.#isComplete = true;
    this.#gaps.tell();
  }

  end(): void {
    this.#isComplete = false;
    this.#standing = undefined;
  }

  /** Brings a topic to what is wanted. Resolves when it is so, or when it cannot be now. */
  async settle(topic: string): Promise<void> {
    const standing = this.#standing;
    if (standing === undefined) return;
    const change = this.#change(standing, topic);
    const patience = new AbortController();
    const isDone = await Promise.race([
      change.then(() => true),
      delay(patienceMs, false, { signal: patience.signal }).catch(() => false),
    ]);
    patience.abort();
    // A session that ends meanwhile is followed by a gap of its own.
    if (!isDone) void change.then(() => standing.session.isOver || this.#gaps.tell());
  }

  #change(standing: Standing, topic: string): Promise<void> {
    const running = standing.changing.get(topic);
    // It looks again when its command is done.
    if (running !== undefined) return running;
    if (this.#isSettled(standing, topic)) return Promise.resolve();
    const change = this.#work(standing, topic)
      .catch((error: unknown) => standing.session.fail(toError(error)))
      .finally(() => standing.changing.delete(topic));
    standing.changing.set(topic, change);
    return change;
  }

  async #work({ session, topics }: Standing, topic: string): Promise<void> {
    const channel = this.#nameChannel(topic);
    while (!session.isOver && topics.has(topic) !== this.#wanted.has(topic)) {
      if (this.#wanted.has(topic)) {
        await session.subscribe(channel, (message) => {
          // What an old connection still brings may have been told as lost.
          if (!session.isOver) this.#receive(topic, message);
        });
        topics.add(topic);
      } else {
        topics.delete(topic);
        await session.unsubscribe(channel);
      }
    }
  }

  #isSettled({ topics }: Standing, topic: string): boolean {
    return topics.has(topic) === this.#wanted.has(topic);
  }
}
