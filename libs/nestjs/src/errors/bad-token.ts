import { Unauthorized } from './error-classes.js';

/**
 * 401 `UNAUTHORIZED` for a token that is there and bad. It comes before anything else of a request, so that the same
 * may be sent again with a better one: a transport marks it as not run.
 */
export class BadToken extends Unauthorized {
  constructor(message?: string) {
    // Routes of plain controllers answer with it; what functions throw loses it.
    super(message, { details: { reason: 'token' } });
  }
}

/** Says the same as the mark to those who know RFC 6750 only. No client of ours believes it: functions may set it. */
export const badTokenHeaders = { 'WWW-Authenticate': 'Bearer error="invalid_token"' } as const;
