import type { Mizan } from '../create-mizan.js';
import { MizanError } from '../mizan-error.js';
import type { ParamsFirst } from '../refs.js';
import { type ChannelPlace, placesOf } from './channel-place.js';
import type { ChannelRef } from './channel-ref.js';
import { blank, type ChannelState, type ChannelStore, type ChannelStoreOptions } from './channel-state.js';

/**
 * A store of a channel. What is known is shared by all stores of one client with the same params; each counts the gaps
 * since it was first used. Nothing is joined before somebody subscribes.
 *
 * @throws {MizanError} with the code `NO_REALTIME` for a client without the option `realtime`
 */
export function channelStore<P extends object, C, S>(
  mizan: Pick<Mizan, 'realtime'>,
  ref: ChannelRef<P, C, S>,
  ...[given, { history = 50 } = {}]: ParamsFirst<P, [options?: ChannelStoreOptions]>
): ChannelStore<C, S> {
  if (mizan.realtime === undefined)
    throw new MizanError('NO_REALTIME', 'A channel needs `createMizan({ realtime: realtime() })`.');
  // The server answers for the params that it knows: with others besides, nobody would know what is meant.
  const named = Object.entries(given ?? {}).filter(([name]) => ref.params?.includes(name) ?? true);
  const places = placesOf(mizan.realtime.connection, ref.name, Object.fromEntries(named));
  const read = createReader<S>();
  return {
    getState: () => read(places.find()),
    subscribe(listener) {
      const place = places.open();
      read(place);
      return place.subscribe(listener, history);
    },
    send: (message) => places.open().send(message),
  };
}

/** Gives what is known of a place, with the gaps since it was first read: the same object until something changes. */
function createReader<S>(): (place: ChannelPlace | undefined) => ChannelState<S> {
  let seen: ChannelPlace | undefined;
  let since = 0;
  let state: ChannelState<unknown> = blank;
  let shown = state;
  return (place) => {
    const next = place?.state ?? blank;
    if (place !== seen) since = next.gaps;
    seen = place;
    if (next !== state) shown = { ...next, gaps: next.gaps - since };
    state = next;
    // The ref carries the types that the server was asked for when it was generated.
    return shown as ChannelState<S>;
  };
}
