/** What guards, interceptors and filters are told by `getType()`. */
export type ContextType = 'http' | 'ws';

/**
 * One request as its transport brings it in: the two objects that guards, interceptors, pipes and filters know
 * as request and response, and whether somebody else has answered already.
 */
export interface Exchange {
  readonly request: object;
  readonly response: object;
  /** @default 'http' */
  readonly contextType?: ContextType;
  /** Starts to look at the response, for the time that filters run, and keeps what they answer out of caches. */
  watchResponse(): ResponseWatch;
}

export interface ResponseWatch {
  /** Whether the response was begun, be it only in a hook that has not written yet. */
  isAnswered(): boolean;
  /** Ends the look; the response is as it was. */
  stop(): void;
}
