import { MizanError } from '../mizan-error.js';

/** Each code behind its status over HTTP (PROTOCOL 3), but for those of which 500 tells as much. */
const statuses =
  '400 BAD_REQUEST 401 UNAUTHORIZED 403 FORBIDDEN 404 NOT_FOUND 409 CONFLICT 410 GONE 422 VALIDATION_ERROR 429 TOO_MANY_REQUESTS 503 SERVICE_UNAVAILABLE'.split(
    ' ',
  );

/** The socket did not take it: it has not run and will not, so it may go another way. */
export const notRun = new MizanError('NOT_RUN', '');

/**
 * The `error` of a frame (PROTOCOL 3), as a call over HTTP would fail with it. {@link notRun} where the token of the
 * connection was refused, or the server closes: the connection then ends.
 */
export function frameFailure(error: unknown): MizanError {
  // A server that answers speaks the protocol.
  const { code, message, details } = error as MizanError;
  // With other codes it is a function's own reason, and the function may have run.
  if (/^(UNAUTHORIZED token|SERVICE_UNAVAILABLE closing)$/.test(`${code} ${String(details?.['reason'])}`))
    return notRun;
  // What the table does not have may be `HTTP_<status>`.
  const status = Number(statuses[statuses.indexOf(code) - 1] ?? code.slice(5)) || 500;
  return new MizanError(code, message, status, details);
}
