import type { Subscription } from './subscription.js';
import { writeChannelMessage } from './write-channel-frame.js';

/** Those of this process who listen in one group of a channel. */
export class ChannelGroup {
  /** Everybody, also those who are not told that they have joined yet. */
  readonly #all = new Set<Subscription>();
  readonly #joined = new Set<Subscription>();
  readonly #channel: string;
  /** Resolves when messages of other processes arrive here, with what ends that. */
  readonly #listening: Promise<() => void>;

  /** @param listen subscribes to the messages of other processes */
  constructor(channel: string, listen: (hear: (message: string) => void) => Promise<() => void>) {
    this.#channel = channel;
    this.#listening = listen((message) => this.tell(message));
  }

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  /** Resolves when messages of other processes arrive. The group is kept for the subscription from now on. */
  async expect(subscription: Subscription): Promise<void> {
    this.#all.add(subscription);
    await this.#listening;
  }

  /** From now on it gets messages; false when it was removed meanwhile. */
  add(subscription: Subscription): boolean {
    if (!this.#all.has(subscription)) return false;
    this.#joined.add(subscription);
    return true;
  }

  /** Whether it had joined. */
  remove(subscription: Subscription): boolean {
    this.#all.delete(subscription);
    return this.#joined.delete(subscription);
  }

  /** Sends a message of the server, as JSON text, to all who have joined. */
  tell(message: string): void {
    const frames = new Map<string, string>();
    for (const { listener, sentParams } of this.#joined) {
      let frame = frames.get(sentParams);
      if (frame === undefined) {
        frame = writeChannelMessage(this.#channel, sentParams, message);
        frames.set(sentParams, frame);
      }
      listener.push(frame);
    }
  }

  close(): void {
    void this.#listening.then((end) => end());
  }
}
