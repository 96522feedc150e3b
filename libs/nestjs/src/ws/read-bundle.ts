import { type ErrorReply, type Params, readErrorReply } from '@mizan/protocol';
import type { Dispatcher, DispatchRequest } from '../dispatch/dispatcher.js';
import type { Failure, Handled } from '../dispatch/outcome.js';
import type { FrameExchange } from './frame-exchange.js';

/** What reading a bundle over the socket has come to. */
export type FrameBundle =
  | {
      readonly kind: 'success';
      /** JSON text. */
      readonly bundle: string;
      /** What was sent, converted; undefined when the functions got something else. */
      readonly params: Params | undefined;
    }
  | { readonly kind: 'failure'; readonly status: number; readonly error: ErrorReply };

export async function readBundle(
  dispatcher: Dispatcher,
  request: DispatchRequest,
  exchange: FrameExchange,
): Promise<FrameBundle> {
  const outcome = await dispatcher.readContext(request, exchange);
  if (outcome.kind !== 'success') return { kind: 'failure', ...errorOf(outcome, exchange) };
  const { bundle, params, isAltered } = outcome;
  return { kind: 'success', bundle, params: isAltered === true ? undefined : params };
}

/** What a filter or a guard wrote in place of the function has a status and a body, which say what it is as an error. */
export function errorOf(
  outcome: Failure | Handled,
  { response }: FrameExchange,
): { readonly status: number; readonly error: ErrorReply } {
  if (outcome.kind === 'failure') return { status: outcome.status, error: outcome.body };
  const { status = 500, body } = response.answer ?? {};
  return { status, error: readErrorReply(status, body) };
}
