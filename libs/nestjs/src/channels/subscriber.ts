import type { Place } from './place.js';
import type { Listener, Subscription } from './subscription.js';

/** One socket as channels see it: where it listens, and what of its frames is still being done. */
export class Subscriber {
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #lines = new Map<string, Promise<void>>();
  #isGone = false;

  constructor(readonly listener: Listener) {}

  /** Whether the socket has closed; nothing is added any more. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** How many places it listens at. */
  get count(): number {
    return this.#subscriptions.size;
  }

  find(place: Place): Subscription | undefined {
    return this.#subscriptions.get(keyOf(place));
  }

  add(subscription: Subscription): void {
    this.#subscriptions.set(keyOf(subscription), subscription);
  }

  remove(subscription: Subscription): void {
    this.#subscriptions.delete(keyOf(subscription));
  }

  /** Takes everything off, for good. */
  clear(): readonly Subscription[] {
    this.#isGone = true;
    const all = [...this.#subscriptions.values()];
    this.#subscriptions.clear();
    return all;
  }

  /** Does the tasks of one channel one after the other, so that a message finds the subscription sent before it. */
  async inLine(channel: string, task: () => Promise<void>): Promise<void> {
    const before = this.#lines.get(channel);
    const done = before === undefined ? task() : before.then(task);
    this.#lines.set(channel, done);
    await done;
    if (this.#lines.get(channel) === done) this.#lines.delete(channel);
  }
}

// No name of a channel holds a space.
function keyOf({ channel, sentParams }: Place): string {
  return `${channel.name} ${sentParams}`;
}
