/** Names a place of a channel. */
interface PlaceFrame {
  readonly channel: string;
  /** An object, or nothing. */
  readonly params: unknown;
  /** The id that it came with, if any: what goes wrong is answered by it, so that the client knows what it was. */
  readonly errorId?: string | number | undefined;
}

/** A frame of a client about a channel (PROTOCOL 11), decoded. */
export type ChannelFrame =
  | ({ readonly kind: 'subscribe' | 'unsubscribe' } & PlaceFrame)
  | ({ readonly kind: 'message'; readonly data: unknown } & PlaceFrame);
