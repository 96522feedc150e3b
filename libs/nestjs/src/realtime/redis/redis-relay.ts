import { setTimeout as delay } from 'node:timers/promises';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';

import { GapSignal } from '../gap-signal.js';
import { Relay, type RelayListener } from '../relay.js';
import { TopicTable } from '../topic-table.js';
import { nameChannels } from './channel-names.js';
import { type ControlText, controlTopic } from './control.js';
import { type Letter, Letterhead, readLetter } from './envelope.js';
import { KeptSession } from './kept-session.js';
import type { OpenRoute } from './open-route.js';
import { Outages } from './outages.js';
import { Peers } from './peers.js';
import { Publisher } from './publisher.js';
import { RedisSession } from './redis-session.js';
import { Subscriptions } from './subscriptions.js';

/** How often a process says that it is there. */
const beatMs = 2000;
/** How long what was sent last may take to reach Redis when the app closes. */
const drainMs = 1000;

/**
 * Carries texts through the publish and subscribe of Redis or Valkey, over two sets of connections: one to send, one to
 * receive. Each process also tells the others that it is there, so that one that dies without having sent all is noticed,
 * and one that sends to another Redis than the others hear.
 */
export class RedisRelay extends Relay implements OnApplicationShutdown {
  readonly #logger = new Logger('Mizan');
  readonly #topics = new TopicTable();
  readonly #gaps = new GapSignal((error) => this.#logger.error(error));
  readonly #letterhead = new Letterhead();
  readonly #peers = new Peers();
  readonly #publisher: Publisher;
  readonly #subscriptions: Subscriptions;
  readonly #sending: KeptSession;
  readonly #receiving: KeptSession;
  #beats: NodeJS.Timeout | undefined;

  /** @param prefix of the names of all channels */
  constructor(openRoute: OpenRoute, prefix: string) {
    super();
    const nameChannel = nameChannels(prefix);
    const outages = new Outages(this.#logger);
    const open = async () => RedisSession.open(await openRoute());
    this.#publisher = new Publisher(nameChannel, this.#letterhead);
    this.#subscriptions = new Subscriptions(this.#topics, nameChannel, this.#gaps, (topic, message) =>
      this.#receive(topic, message),
    );
    this.#sending = new KeptSession(open, this.#publisher, outages);
    this.#receiving = new KeptSession(open, this.#subscriptions, outages);
    this.#topics.add(controlTopic, () => {});
  }

  /** Resolves when Redis is there, or has been found not to be: then it is tried again until it is. */
  async open(): Promise<void> {
    await Promise.all([this.#sending.start(), this.#receiving.start()]);
    this.#beats = setInterval(() => this.#beat(), beatMs).unref();
    this.#say('alive');
  }

  publish(topic: string, text: string): void {
    this.#publisher.publish(topic, text);
  }

  async subscribe(topic: string, listener: RelayListener): Promise<() => void> {
    const end = this.#topics.add(topic, listener);
    await this.#subscriptions.settle(topic);
    return () => {
      end();
      void this.#subscriptions.settle(topic);
    };
  }

  onGap(listener: () => void): () => void {
    return this.#gaps.listen(listener);
  }

  /** Last of all, when nobody sends any more: what sockets and running calls still had to say has gone out. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#beats);
    await Promise.race([this.#takeLeave(), delay(drainMs, undefined, { ref: false })]);
    this.#gaps.close();
    await Promise.all([this.#sending.close(), this.#receiving.close()]);
  }

  // Who leaves without a word is taken for dead, and the others for having lost something: so it is, then.
  async #takeLeave(): Promise<void> {
    if (!(await this.#publisher.drain())) return;
    this.#say('bye');
    await this.#publisher.drain();
  }

  #say(text: ControlText): void {
    this.#publisher.publish(controlTopic, text);
  }

  #beat(): void {
    this.#say('alive');
    this.#peers.expect(this.#letterhead.id);
    // Who cannot speak does not hear himself either.
    if (!this.#publisher.canSpeak) this.#peers.excuse(this.#letterhead.id);
    if (!this.#subscriptions.canHear) this.#peers.excuse();
    const gone = this.#peers.beat();
    if (gone.includes(this.#letterhead.id)) {
      const reason = new Error('what this process sends does not come back to it');
      this.#sending.fail(reason);
      this.#receiving.fail(reason);
    } else if (gone.length > 0) this.#gaps.tell();
  }

  #receive(topic: string, message: string): void {
    const letter = readLetter(message);
    if (letter === undefined || !this.#peers.hear(letter)) return;
    if (topic === controlTopic) this.#obey(letter);
    else if (letter.from !== this.#letterhead.id)
      this.#topics.tell(topic, letter.text, (error) => this.#logger.error(error));
  }

  #obey({ from, text }: Letter): void {
    if (from === this.#letterhead.id) return;
    // One that comes sooner is part of the one that is told when all subscriptions stand.
    if (text === 'gap' && this.#subscriptions.canHear) this.#gaps.tell();
    if (text === 'bye') this.#peers.forget(from);
  }
}
