import { Injectable } from '@nestjs/common';
import type { RegisteredChannel } from './compile-channel.js';
import type { Subscription } from './subscription.js';
import { writeChannelMessage } from './write-channel-frame.js';

/** Who listens in which group, in this process. */
@Injectable()
export class ChannelHub {
  readonly #groups = new Map<string, Set<Subscription>>();

  add(subscription: Subscription): void {
    const key = keyOf(subscription.channel, subscription.group);
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, new Set([subscription]));
    else group.add(subscription);
  }

  remove(subscription: Subscription): void {
    const key = keyOf(subscription.channel, subscription.group);
    const group = this.#groups.get(key);
    group?.delete(subscription);
    if (group?.size === 0) this.#groups.delete(key);
  }

  /** Sends a message of the server, as JSON text, to all of a group. */
  deliver(channel: RegisteredChannel, group: string, message: string): void {
    const frames = new Map<string, string>();
    for (const { listener, sentParams } of this.#groups.get(keyOf(channel, group)) ?? []) {
      let frame = frames.get(sentParams);
      if (frame === undefined) {
        frame = writeChannelMessage(channel.name, sentParams, message);
        frames.set(sentParams, frame);
      }
      listener.send(frame);
    }
  }
}

// No name of a channel holds a space.
function keyOf({ name }: RegisteredChannel, group: string): string {
  return `${name} ${group}`;
}
