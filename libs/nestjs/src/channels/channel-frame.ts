/** Names a place of a channel. */
interface PlaceFrame {
  readonly channel: string;
  /** An object, or nothing. */
  readonly params: unknown;
}

/** A frame of a client about a channel (PROTOCOL 11), decoded. */
export type ChannelFrame =
  | ({ readonly kind: 'subscribe' | 'unsubscribe' } & PlaceFrame)
  | ({ readonly kind: 'message'; readonly data: unknown } & PlaceFrame);
