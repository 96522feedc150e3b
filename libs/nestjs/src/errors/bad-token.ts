import type { ErrorReply } from '@mizan/protocol';
import { Unauthorized } from './error-classes.js';
import type { ErrorDetails } from './mizan-error.js';

const mark = { reason: 'token' } as const;

/**
 * 401 `UNAUTHORIZED` for a token that is there and bad. It comes before anything else of a request, so that the same
 * may be sent again with a better one: {@link markBadToken} says so.
 */
export class BadToken extends Unauthorized {
  constructor(message?: string) {
    // Routes of plain controllers answer with it; what functions throw loses it.
    super(message, { details: mark });
  }
}

/** Says the same as the mark to those who know RFC 6750 only. No client of ours believes it: functions may set it. */
export const badTokenHeaders = { 'WWW-Authenticate': 'Bearer error="invalid_token"' } as const;

/**
 * What tells a {@link BadToken} from the 401 of a function, which may have run: `details: { reason: 'token' }`. Only a
 * transport writes it.
 */
export function markBadToken(body: ErrorReply): ErrorReply {
  return { ...body, details: { ...body.details, ...mark } };
}

/** Takes the mark off the details of an error that a function threw, passing on what another server said perhaps. */
export function withoutTokenMark(details: ErrorDetails | undefined): ErrorDetails | undefined {
  if (details?.['reason'] !== mark.reason) return details;
  const { reason: _mark, ...others } = details;
  return Object.keys(others).length === 0 ? undefined : others;
}
