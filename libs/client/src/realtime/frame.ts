/** One message over the socket (PROTOCOL 11). */
export type Frame = Readonly<Record<string, unknown>>;
