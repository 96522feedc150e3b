import { formatInvalidateHeader, invalidateHeaderName, writeCallReply } from '@mizan/protocol';
import type { BundleOutcome, CallOutcome, Failure } from '../dispatch/outcome.js';
import type { EdgeHeaders, MizanEdge } from '../edge/index.js';
import { BadToken, badTokenHeaders, markNotRun, toErrorReply } from '../errors/index.js';
import type { HttpReply } from './http-exchange.js';

/** The answer to a call. */
export function callReply(outcome: Exclude<CallOutcome, { kind: 'handled' }>, edge: MizanEdge): HttpReply {
  if (outcome.kind === 'failure') return failureReply(outcome);
  const { result, invalidate, merge, merged } = outcome;
  const text = writeCallReply(result, invalidate, merge, merged);
  if (invalidate.length === 0 && merge.length === 0) return { status: 200, text };
  const told = invalidate.length > 0 && { [invalidateHeaderName]: formatInvalidateHeader(invalidate) };
  return { status: 200, text, headers: { ...told, ...edge.mutationHeaders(outcome) } };
}

/** The answer to a read. */
export function bundleReply(
  outcome: Exclude<BundleOutcome, { kind: 'handled' }>,
  shared?: EdgeHeaders,
): HttpReply {
  if (outcome.kind === 'failure') return failureReply(outcome);
  const { bundle, cache } = outcome;
  if (cache === undefined) return { status: 200, text: bundle, shared };
  return { status: 200, text: bundle, headers: { 'X-Mizan-Cache': cache }, shared };
}

/** What is answered for an error that was thrown outside of any function. */
export function errorReply(error: unknown): HttpReply {
  const { status, body } = toErrorReply(error);
  if (!(error instanceof BadToken)) return failureReply({ status, body });
  return { ...failureReply({ status, body: markNotRun(body, 'token') }), headers: badTokenHeaders };
}

function failureReply({ status, body }: Pick<Failure, 'status' | 'body'>): HttpReply {
  return { status, text: JSON.stringify(body) };
}
