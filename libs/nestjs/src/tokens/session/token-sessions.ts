/** Who asks after a session. */
export interface SessionQuestion {
  /** The person that the tokens were made for: the text of the identity's id. */
  readonly subject: string;
  /** The request that brings the refresh token. It need not bring a cookie. */
  readonly request: object;
}

/**
 * The sessions that JWTs are bound to: a pair of tokens is obtained within one, and refreshed while it exists.
 * {@link requestSessions} knows those of express-session and @fastify/session.
 */
export interface TokenSessions {
  /** The id of the session that a request belongs to; null when it has none that {@link exists} would find. */
  idOf(request: object): string | null | Promise<string | null>;
  /** Whether that session still exists, and is still of the same person. */
  exists(id: string, question: SessionQuestion): boolean | Promise<boolean>;
}
