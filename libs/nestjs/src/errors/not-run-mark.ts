import type { ErrorReply } from '@mizan/protocol';
import type { ErrorDetails } from './mizan-error.js';

/** Why nothing of a request has run: its token was bad, or the server closes. */
export type NotRunReason = 'token' | 'closing';

const reasonOfCode: Readonly<Record<string, NotRunReason>> = {
  UNAUTHORIZED: 'token',
  SERVICE_UNAVAILABLE: 'closing',
};

/**
 * Says that nothing has run, so that the same may be sent again: `details: { reason }`. Only a transport says it: what a
 * function throws may come after it has run.
 */
export function markNotRun(body: ErrorReply, reason: NotRunReason): ErrorReply {
  return { ...body, details: { ...body.details, reason } };
}

/** Takes the mark off the details of an error that a function threw, passing on what another server said perhaps. */
export function withoutNotRunMark(code: string, details: ErrorDetails | undefined): ErrorDetails | undefined {
  const mark = reasonOfCode[code];
  if (mark === undefined || details?.['reason'] !== mark) return details;
  const { reason: _mark, ...others } = details;
  return Object.keys(others).length === 0 ? undefined : others;
}
