import { Injectable } from '@nestjs/common';
import { MizanRegistry } from '../registry/mizan-registry.js';
import { writeMessage } from './channel-endpoints.js';
import type { ChannelClass, ParamsOf, ServerMessageOf } from './channel-class.js';
import { ChannelHub } from './channel-hub.js';
import type { RegisteredChannel } from './compile-channel.js';
import { groupOf, readPlace } from './place.js';

/** Sends through channels from anywhere in the app. */
@Injectable()
export class ChannelService {
  constructor(
    private readonly registry: MizanRegistry,
    private readonly hub: ChannelHub,
  ) {}

  /**
   * Sends a message to everybody who listens at a place of a channel, or in the group that it belongs to. Delivery is at
   * most once; who is not there gets nothing.
   *
   * @param params as a client would send them; `{}` for a channel without
   * @throws ValidationFailed for params that are not as declared
   * @throws OutputMismatch for a message that is not as declared
   * @throws Error for a class that is no provided channel
   */
  async push<Class extends ChannelClass>(
    channel: Class,
    params: ParamsOf<Class>,
    message: ServerMessageOf<Class>,
  ): Promise<void> {
    const registered = this.#find(channel);
    // As JSON, which is all that a client can send: dates become the texts that are read.
    const place = await readPlace(registered, JSON.parse(JSON.stringify(params)));
    this.hub.deliver(registered, groupOf(place), writeMessage(registered, message));
  }

  #find(channel: ChannelClass): RegisteredChannel {
    for (const one of this.registry.channels.values()) if (one.record.channelClass === channel) return one;
    throw new Error(
      `${channel.name} is no channel of this app: is @MizanChannel on it, is it provided, has the app started?`,
    );
  }
}
