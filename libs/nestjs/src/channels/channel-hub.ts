import { Injectable } from '@nestjs/common';
import { Relay } from '../realtime/index.js';
import { ChannelGroup } from './channel-group.js';
import type { RegisteredChannel } from './compile-channel.js';
import type { Subscription } from './subscription.js';

/** Who listens in which group in this process, and the way to those who listen in others. */
@Injectable()
export class ChannelHub {
  readonly #groups = new Map<string, ChannelGroup>();

  constructor(private readonly relay: Relay) {}

  /** Resolves when messages of other processes to its group arrive here. */
  async expect(subscription: Subscription): Promise<void> {
    const topic = topicOf(subscription);
    let group = this.#groups.get(topic);
    if (group === undefined) {
      group = new ChannelGroup(subscription.channel.name, (hear) => this.relay.subscribe(topic, hear));
      this.#groups.set(topic, group);
    }
    await group.expect(subscription);
  }

  /** An expected subscription gets messages from now on; false when it was removed meanwhile. */
  add(subscription: Subscription): boolean {
    return this.#groups.get(topicOf(subscription))?.add(subscription) ?? false;
  }

  /** Whether it had been added, and not only expected. */
  remove(subscription: Subscription): boolean {
    const topic = topicOf(subscription);
    const group = this.#groups.get(topic);
    if (group === undefined) return false;
    const hadJoined = group.remove(subscription);
    if (group.isEmpty) {
      this.#groups.delete(topic);
      group.close();
    }
    return hadJoined;
  }

  /** Sends a message of the server, as JSON text, to all of a group: here at once, and to other processes. */
  deliver(channel: RegisteredChannel, group: string, message: string): void {
    const topic = topicOf({ channel, group });
    this.#groups.get(topic)?.tell(message);
    this.relay.publish(topic, message);
  }
}

// No name of a channel holds a space.
function topicOf({ channel, group }: Pick<Subscription, 'channel' | 'group'>): string {
  return `channel ${channel.name} ${group}`;
}
