import type { Mizan } from '../create-mizan.js';
import { MizanError } from '../mizan-error.js';
import type { ParamsFirst } from '../refs.js';
import type { ChannelRef } from './channel-ref.js';
import type { ChannelStore, ChannelStoreOptions } from './realtime-transport.js';

/**
 * The store of a channel: one for the same params of one client. Nothing is joined before somebody subscribes.
 *
 * @throws {MizanError} with the code `NO_REALTIME` for a client without the option `realtime`
 */
export function channelStore<P extends object, C, S>(
  mizan: Pick<Mizan, 'realtime'>,
  ref: ChannelRef<P, C, S>,
  ...[params, options]: ParamsFirst<P, [options?: ChannelStoreOptions]>
): ChannelStore<C, S> {
  if (mizan.realtime === undefined)
    throw new MizanError('NO_REALTIME', 'A channel needs `createMizan({ realtime: realtime() })`.');
  // The server answers for the params that it knows: with others besides, nobody would know what is meant.
  const named = Object.entries(params ?? {}).filter(([name]) => ref.params?.includes(name) ?? true);
  // The ref carries the types that the server was asked for when it was generated.
  return mizan.realtime.channel(ref.name, Object.fromEntries(named), options) as ChannelStore<C, S>;
}
