/** One message over the socket (PROTOCOL 11). */
export type Frame = Readonly<Record<string, unknown>>;

const maxBytes = 102_400;

/** Whether a server would close the connection for the length of this frame. */
export function isTooLong(text: string): boolean {
  return new Blob([text]).size > maxBytes;
}
