import type { ChannelClass, ChannelMethods } from './channel-class.js';

const channelKey = Symbol.for('mizan.channel');

/** What `@MizanChannel` wrote down. */
export interface ChannelMetadata {
  readonly name: string;
}

/**
 * Makes a class provider a channel of the socket (PROTOCOL 11): clients subscribe to a place of it, and get what the
 * server or other clients send there. Its types stand on the class, its methods are {@link ChannelMethods}; the compiler
 * checks these against those.
 *
 * @param name as clients know it
 *
 * @example
 * ```ts
 * @MizanChannel('chat')
 * export class ChatChannel {
 *   static readonly params = Room;
 *   static readonly clientMessage = Said;
 *   static readonly serverMessage = Line;
 *
 *   constructor(private readonly rooms: RoomService) {}
 *   authorize({ room }: Room, who: MizanIdentity | null) { return this.rooms.mayEnter(room, who); }
 *   receive(_params: Room, { text }: Said, who: MizanIdentity | null): Line { return { text, user: who?.id ?? '' }; }
 * }
 * ```
 */
export function MizanChannel(name: string) {
  return <Class extends ChannelClass>(
    target: Class & (abstract new (...args: never[]) => ChannelMethods<Class>),
  ): void => {
    Reflect.defineMetadata(channelKey, { name }, target);
  };
}

/** What the decorator said about this very class; a subclass is no channel by itself. */
export function readChannelMetadata(target: unknown): ChannelMetadata | undefined {
  if (typeof target !== 'function') return undefined;
  const metadata: unknown = Reflect.getOwnMetadata(channelKey, target);
  // Only `MizanChannel` writes under this key.
  return metadata as ChannelMetadata | undefined;
}
