import type { MizanIdentity } from '../identity/index.js';
import type { RegisteredChannel } from './compile-channel.js';

/** A place of a channel, as params name it. */
export interface Place {
  readonly channel: RegisteredChannel;
  /** As the methods of the channel get them. */
  readonly params: unknown;
  /** As they were sent, as JSON text in the order of the declaration: what tells two places apart. */
  readonly sentParams: string;
}

/** A channel as its methods are called: what they take was read by their own declarations. */
interface ChannelInstance {
  authorize(params: unknown, who: MizanIdentity | null): unknown;
  group?(params: unknown): unknown;
  receive?(params: unknown, message: unknown, who: MizanIdentity | null): unknown;
  onJoin?(params: unknown, who: MizanIdentity | null): unknown;
  onLeave?(params: unknown, who: MizanIdentity | null): unknown;
}

export function instanceOf({ record }: RegisteredChannel): ChannelInstance {
  // Boot made sure that it is a singleton and has `authorize`.
  return record.host.instance as ChannelInstance;
}

/**
 * @param params as a client sends them
 * @throws ValidationFailed
 */
export async function readPlace(channel: RegisteredChannel, params: unknown): Promise<Place> {
  const { value, sent } = await channel.params.readJson(params);
  return { channel, params: value ?? {}, sentParams: JSON.stringify(sent) };
}

/**
 * The group of a place: the one that the channel names, or one of its own.
 *
 * @throws Error for a name that is no text
 */
export function groupOf({ channel, params }: Place): string {
  const instance = instanceOf(channel);
  const group: unknown = instance.group === undefined ? JSON.stringify(params) : instance.group(params);
  if (typeof group === 'string') return group;
  throw new Error(`${channel.record.className}.group returned no text`);
}
