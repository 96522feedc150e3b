/** Who asks after a session. */
export interface SessionQuestion {
  /** The person that the tokens were made for: the text of the identity's id. */
  readonly subject: string;
  /** The request that obtains tokens, or brings a refresh token: it need not bring a cookie then. */
  readonly request: object;
}

/**
 * The sessions that JWTs are bound to: a pair of tokens is obtained within one, and refreshed while it exists.
 * {@link requestSessions} knows those of express-session and @fastify/session.
 */
export interface TokenSessions {
  /** The id of the session that a request belongs to; null for none. */
  idOf(request: object): string | null | Promise<string | null>;
  /** Whether a session exists and is that person's. Asked when tokens are obtained, and each time they are refreshed. */
  exists(id: string, question: SessionQuestion): boolean | Promise<boolean>;
}
