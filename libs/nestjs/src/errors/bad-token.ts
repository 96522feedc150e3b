import { Unauthorized } from './error-classes.js';

/**
 * 401 `UNAUTHORIZED` for a token that is there and bad. It comes before anything else of a request, so that the same
 * may be sent again with a better one: the header that goes with it says so (RFC 6750).
 */
export class BadToken extends Unauthorized {}

/** What tells a {@link BadToken} from the 401 of a function, which may have run. */
export const badTokenHeaders = { 'WWW-Authenticate': 'Bearer error="invalid_token"' } as const;
