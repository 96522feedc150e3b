import type { ChannelService } from '@mizan/nestjs';
import { ChatChannel } from './chat.channel.js';
import { MembersChannel, TickerChannel } from './other.channels.js';

// What a vector pushes is as its channel declares it, or the push is refused.
type Push = (channels: ChannelService, params: never, data: never) => Promise<void>;

const pushes: Readonly<Record<string, Push>> = {
  chat: (channels, params, data) => channels.push(ChatChannel, params, data),
  ticker: (channels, params, data) => channels.push(TickerChannel, params, data),
  members: (channels, params, data) => channels.push(MembersChannel, params, data),
};

/** Pushes to a channel by its name in any case of letters. */
export async function pushByName(
  channels: ChannelService,
  name: string,
  params: object,
  data: object,
): Promise<void> {
  const push = pushes[name.toLowerCase()];
  if (push === undefined) throw new Error(`Nothing is pushed to a channel ${name}`);
  await push(channels, params as never, data as never);
}
