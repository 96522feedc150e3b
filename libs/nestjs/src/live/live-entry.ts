/** A bundle as a client names it. */
export interface LiveEntry {
  readonly context: string;
  /** As they were sent: an object, or nothing. */
  readonly params: unknown;
}
