import { isRecord } from './record.js';

/**
 * Every failure of a call or a read.
 *
 * `code` is the server's (PROTOCOL 3), `HTTP_<status>` when the answer had none, `NETWORK_ERROR` when no answer came,
 * `ABORTED` when the caller gave up, `NO_PROVIDER` for a hook that lacks a provider above it,
 * `SKIPPED` for a refetch while a param is unknown, `CONNECTION_LOST` for a call over the socket that may have run when it
 * broke, `NOT_JOINED`, `CHANNEL_ERROR` and `NO_REALTIME` for channels. `UNAUTHORIZED` with the status 0 is a request of
 * one before somebody signed in or out: a call that was not sent, or a read that would give another's data. `cause` is the response, or what was thrown in place of one.
 */
export class MizanError extends Error {
  override readonly name = 'MizanError';
  readonly code: string;
  /** The HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** What the server added. */
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(
    code: string,
    message: string,
    status = 0,
    details?: Readonly<Record<string, unknown>>,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.status = status;
    this.details = details;
  }

  /** What is wrong with the input, by path (`filter.states.0`), of a `VALIDATION_ERROR`; empty for other failures. */
  get fields(): Readonly<Record<string, readonly string[]>> {
    const fields = this.details?.['fields'];
    // A server that says `VALIDATION_ERROR` speaks the protocol.
    return this.code === 'VALIDATION_ERROR' && isRecord(fields)
      ? (fields as Readonly<Record<string, readonly string[]>>)
      : {};
  }
}

/** Goes by name and not by class, since a page can hold two copies of this package. */
export function isMizanError(value: unknown): value is MizanError {
  return value instanceof Error && value.name === 'MizanError';
}

/** Gives whatever a transport threw the one form that callers see. */
export function toMizanError(thrown: unknown, signal?: AbortSignal): MizanError {
  if (isMizanError(thrown)) return thrown;
  const [code, what] = signal?.aborted ? ['ABORTED', 'was given up'] : ['NETWORK_ERROR', 'failed'];
  return new MizanError(code, `The request ${what} before an answer came.`, 0, undefined, { cause: thrown });
}

/** Ends what one person wanted when the page turns out to be another's. */
export function otherPerson(): MizanError {
  return new MizanError('UNAUTHORIZED', 'Somebody signed in or out before this was answered.');
}
