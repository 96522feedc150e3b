import { Logger } from '@nestjs/common';
import { BadRequest, Forbidden, NotFound, TooManyRequests, toErrorReply } from '../errors/index.js';
import type { MizanIdentity } from '../identity/index.js';
import type { MizanRegistry } from '../registry/mizan-registry.js';
import type { ChannelFrame } from './channel-frame.js';
import type { ChannelHub } from './channel-hub.js';
import type { RegisteredChannel } from './compile-channel.js';
import { groupOf, instanceOf, readPlace } from './place.js';
import type { Subscriber } from './subscriber.js';
import type { Subscription } from './subscription.js';
import { writeChannelError, writeChannelFailure, writeMembership } from './write-channel-frame.js';

/** A frame about a channel that there is, and whose it is. */
interface ChannelCall {
  readonly frame: ChannelFrame;
  readonly channel: RegisteredChannel;
  readonly subscriber: Subscriber;
  /** Finds out who sent the frame. @throws as the app's `identity` does */
  readonly identify: () => Promise<MizanIdentity | null>;
}

/** What frames about channels ask for (PROTOCOL 11). */
export class ChannelEndpoints {
  readonly #logger = new Logger('Mizan');
  readonly #leaving = new Set<Promise<void>>();

  /** @param maxSubscriptions of one socket */
  constructor(
    private readonly registry: MizanRegistry,
    private readonly hub: ChannelHub,
    private readonly maxSubscriptions: number,
  ) {}

  /** Does what a frame asks for, after the frames about this channel that came before it. Never rejects. */
  async answer(
    frame: ChannelFrame,
    subscriber: Subscriber,
    identify: ChannelCall['identify'],
  ): Promise<void> {
    const channel = this.registry.channels.get(frame.channel);
    if (channel === undefined) {
      const { body } = toErrorReply(new NotFound('There is no such channel'));
      subscriber.listener.send(writeChannelFailure(body, { id: frame.errorId }));
      return;
    }
    await subscriber.inLine(channel.name, () => this.#run({ frame, channel, subscriber, identify }));
  }

  /** A socket has closed: whoever listened there has left. */
  leave(subscriber: Subscriber): void {
    for (const subscription of subscriber.clear()) {
      if (!this.hub.remove(subscription)) continue;
      const { name } = subscription.channel;
      const leaving = subscriber.inLine(name, () => this.#tellLeft(subscription));
      this.#leaving.add(leaving);
      void leaving.finally(() => this.#leaving.delete(leaving));
    }
  }

  /** Resolves when the channels were told of everybody who has left. */
  async allTold(): Promise<void> {
    await Promise.all(this.#leaving);
  }

  async #run(call: ChannelCall): Promise<void> {
    try {
      const { frame } = call;
      if (frame.kind === 'message') await this.#receive(call, frame.data);
      else if (frame.kind === 'subscribe') await this.#subscribe(call);
      else await this.#unsubscribe(call);
    } catch (error) {
      call.subscriber.listener.send(this.#writeFailure(error, call));
    }
  }

  async #subscribe({ frame, channel, subscriber, identify }: ChannelCall): Promise<void> {
    const place = await readPlace(channel, frame.params);
    const { listener } = subscriber;
    if (subscriber.find(place) !== undefined) {
      listener.send(writeChannelError('You are subscribed already', channel.name, place.sentParams));
      return;
    }
    const who = await identify();
    const instance = instanceOf(channel);
    // Only `true` is a yes, as with the predicates of auth rules.
    if ((await instance.authorize(place.params, who)) !== true) throw new Forbidden();
    const subscription = { ...place, listener, group: groupOf(place), who };
    if (subscriber.isGone) return;
    if (subscriber.count >= this.maxSubscriptions) throw new TooManyRequests(tooMany(this.maxSubscriptions));
    subscriber.add(subscription);
    await this.hub.expect(subscription);
    // Not of a socket that has closed meanwhile.
    if (!this.hub.add(subscription)) return;
    listener.send(writeMembership('subscribed', channel.name, place.sentParams));
    await this.#tell(channel, () => instance.onJoin?.(place.params, who));
  }

  async #unsubscribe({ frame, channel, subscriber }: ChannelCall): Promise<void> {
    const place = await readPlace(channel, frame.params);
    const subscription = subscriber.find(place);
    if (subscription !== undefined) {
      subscriber.remove(subscription);
      this.hub.remove(subscription);
    }
    subscriber.listener.send(writeMembership('unsubscribed', channel.name, place.sentParams));
    if (subscription !== undefined) await this.#tellLeft(subscription);
  }

  async #receive({ frame, channel, subscriber, identify }: ChannelCall, data: unknown): Promise<void> {
    const subscription = subscriber.find(await readPlace(channel, frame.params));
    if (subscription === undefined) throw new Forbidden('Subscribe before you send');
    if (channel.clientMessage === undefined) throw new BadRequest('This channel takes no messages');
    const { value } = await channel.clientMessage.readJson(data);
    const who = await identify();
    const returned = await instanceOf(channel).receive?.(subscription.params, value, who);
    if (returned === undefined || returned === null) return;
    this.hub.deliver(channel, subscription.group, writeMessage(channel, returned));
  }

  #tellLeft({ channel, params, who }: Subscription): Promise<void> {
    return this.#tell(channel, () => instanceOf(channel).onLeave?.(params, who));
  }

  // What goes wrong here is nothing that the client asked for.
  async #tell({ record }: RegisteredChannel, tell: () => unknown): Promise<void> {
    try {
      await tell();
    } catch (error) {
      this.#logger.error(`${record.className} failed`, error);
    }
  }

  #writeFailure(error: unknown, { frame, channel }: ChannelCall): string {
    const { body, unexpected } = toErrorReply(error);
    if (unexpected) this.#logger.error(`${channel.record.className} failed`, error);
    return writeChannelFailure(body, { id: frame.errorId, channel: channel.name });
  }
}

/** @throws OutputMismatch for a message that is not as it was declared */
export function writeMessage({ writeMessage: write, record }: RegisteredChannel, message: unknown): string {
  if (write !== undefined) return write(message);
  throw new Error(`${record.className} sends no messages: declare one by static readonly serverMessage = …`);
}

function tooMany(max: number): string {
  return `A socket may subscribe to ${max} places: leave one first`;
}
