import { openMs } from './own-client.js';
import type { NodeClient } from './redis-client.js';

/** How many ticks a node may leave a question unanswered. */
const maxSilence = 3;

/** Called when a connection is of no use any more, perhaps more than once. */
export type OnLost = (reason: Error) => void;

/** One connection of the relay's own to one node: once lost, it is not opened again. */
export class NodeLink {
  readonly #client: NodeClient;
  readonly #isSharded: boolean;
  readonly #onLost: OnLost;
  #state: 'new' | 'dialing' | 'greeting' | 'closed' = 'new';
  #subscriptions = 0;
  #silence = 0;
  #isAsked = false;
  /** Whether the number that it tells is ours: a proxy may count otherwise. */
  #isCounted = false;
  #limit: NodeJS.Timeout | undefined;

  /**
   * @param client one of the relay's own, not connected
   * @param isSharded whether messages go to the nodes of a cluster by their channels
   */
  constructor(client: NodeClient, isSharded: boolean, onLost: OnLost) {
    this.#client = client;
    this.#isSharded = isSharded;
    this.#onLost = onLost;
    client.on('error', (error) => onLost(toError(error)));
    client.on('end', () => onLost(new Error('the connection has ended')));
    client.on('sharded-channel-moved', () => onLost(new Error('slots of the cluster have moved')));
    client.on('connect', () => this.#greet());
  }

  /** @throws why there is no connection */
  async connect(): Promise<void> {
    this.#state = 'dialing';
    try {
      await this.#client.connect();
    } finally {
      clearTimeout(this.#limit);
    }
  }

  close(): void {
    const isDialing = this.#state === 'dialing';
    this.#state = 'closed';
    // node-redis would go on, and leave an open connection behind that nothing closes: it is closed when it is made.
    if (!isDialing && this.#client.isOpen) this.#client.destroy();
  }

  publish(channel: string, message: string): Promise<unknown> {
    return this.#isSharded ? this.#client.sPublish(channel, message) : this.#client.publish(channel, message);
  }

  subscribe(channel: string, listener: (message: string) => void): Promise<unknown> {
    this.#subscriptions += 1;
    const client = this.#client;
    return this.#isSharded ? client.sSubscribe(channel, listener) : client.subscribe(channel, listener);
  }

  unsubscribe(channel: string): Promise<unknown> {
    this.#subscriptions -= 1;
    return this.#isSharded ? this.#client.sUnsubscribe(channel) : this.#client.unsubscribe(channel);
  }

  ask(...command: readonly string[]): Promise<unknown> {
    return this.#client.sendCommand(command);
  }

  /**
   * To be called each second: gives up a node that is silent, or that knows of other subscriptions than we do. Counted in
   * ticks and not by the clock, so that a process that was busy does not take its own silence for that of the node.
   */
  tick(): void {
    if (this.#state === 'closed') return;
    if (this.#isAsked) {
      this.#silence += 1;
      if (this.#silence >= maxSilence) this.#onLost(new Error('it does not answer'));
      return;
    }
    this.#isAsked = true;
    this.#silence = 0;
    const expected = this.#subscriptions;
    const answered = (reply?: unknown) => {
      this.#isAsked = false;
      if (typeof reply === 'string') this.#compare(reply, expected);
    };
    // A refusal is an answer as well: not everybody may ask this.
    this.ask('CLIENT', 'INFO').then(answered, () => answered());
  }

  // Commands are done in their order, so that these are the subscriptions of when it was asked.
  #compare(info: string, expected: number): void {
    const count = (this.#isSharded ? / ssub=(\d+)/ : / sub=(\d+)/).exec(info)?.[1];
    if (count === undefined) return;
    if (Number(count) === expected) {
      if (expected > 0) this.#isCounted = true;
    } else if (this.#isCounted) {
      this.#onLost(new Error(`it knows of ${count} subscriptions where there are ${expected}`));
    }
  }

  #greet(): void {
    // Not in the midst of what node-redis does on this event.
    if (this.#state === 'closed') setImmediate(() => this.#client.isOpen && this.#client.destroy());
    else {
      this.#state = 'greeting';
      this.#limit = setTimeout(() => this.#onLost(new Error('it does not answer')), openMs);
    }
  }
}

export function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
