import type { NameChannel } from './channel-names.js';
import { controlTopic } from './control.js';
import type { Letterhead } from './envelope.js';
import type { SessionUse } from './kept-session.js';
import { toError } from './node-link.js';
import type { RedisSession } from './redis-session.js';

/** How much may wait for Redis, in bytes; whatever is sent beyond that is dropped, and told as a gap. */
const maxWaitingBytes = 33_554_432;
/** What a message costs beside its text, at about two bytes a character. */
const overheadBytes = 1024;

/** Sends to the other processes, or remembers that it could not. */
export class Publisher implements SessionUse {
  readonly #nameChannel: NameChannel;
  readonly #letterhead: Letterhead;
  #session: RedisSession | undefined;
  #waitingBytes = 0;
  /** Whether something was lost that the others have not been told of. */
  #owesGap = false;
  #whenIdle: () => void = () => {};

  constructor(nameChannel: NameChannel, letterhead: Letterhead) {
    this.#nameChannel = nameChannel;
    this.#letterhead = letterhead;
  }

  async begin(session: RedisSession): Promise<void> {
    this.#letterhead.renew();
    this.#session = session;
    if (this.#owesGap) this.#tellGap(session);
  }

  end(): void {
    this.#session = undefined;
  }

  get canSpeak(): boolean {
    return this.#session !== undefined;
  }

  publish(topic: string, text: string): void {
    const session = this.#session;
    if (session === undefined || this.#waitingBytes > maxWaitingBytes) this.#owesGap = true;
    else void this.#send(session, topic, text);
  }

  /** Whether all that was sent has reached Redis, or will not; and whether the others know of what will not. */
  async drain(): Promise<boolean> {
    if (this.#waitingBytes > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    return this.#session !== undefined && !this.#owesGap;
  }

  #tellGap(session: RedisSession): void {
    this.#owesGap = false;
    void this.#send(session, controlTopic, 'gap');
  }

  async #send(session: RedisSession, topic: string, text: string): Promise<void> {
    const bytes = 2 * text.length + overheadBytes;
    this.#waitingBytes += bytes;
    try {
      await session.publish(this.#nameChannel(topic), this.#letterhead.write(text));
    } catch (error) {
      // Perhaps it was sent, and only its answer is lost.
      this.#owesGap = true;
      session.fail(toError(error));
    }
    this.#waitingBytes -= bytes;
    if (this.#waitingBytes === 0) this.#whenIdle();
    const canSpeak = this.#session === session && !session.isOver;
    if (this.#owesGap && canSpeak && this.#waitingBytes <= maxWaitingBytes / 2) this.#tellGap(session);
  }
}
