import { codeForStatus, errorTable, isErrorCode, type ErrorReply } from '@mizan/protocol';
import { HttpException } from '@nestjs/common';
import { isMizanError, type MizanError } from './mizan-error.js';
import { withoutNotRunMark } from './not-run-mark.js';

export interface ErrorAnswer {
  readonly status: number;
  readonly body: ErrorReply;
  /** Something of the error stays in the process: log it with its stack, or it is lost. */
  readonly unexpected: boolean;
}

/**
 * What the caller learns of a thrown thing (PROTOCOL 3). Three kinds speak for themselves:
 * - our own errors: code, message and details, but for the mark of what has not run, which is the transport's to set;
 * - Nest's `HttpException`s with a 4xx status or 501: the code of the status and their message (a list, as
 *   `ValidationPipe` makes it, is joined by `; `). Other 5xx ones tell their status only, because they are
 *   commonly built from the text of a caught error; throw ours (`ServiceUnavailable`) to say something;
 * - errors of body parsers with a 4xx status: http-errors that say `expose`, and those of
 *   Fastify and its plugins.
 *
 * All else is INTERNAL_ERROR with its fixed message.
 */
export function toErrorReply(error: unknown): ErrorAnswer {
  if (isMizanError(error)) return fromMizanError(error);
  if (error instanceof HttpException) return fromHttpException(error);
  return fromParserError(error) ?? internalError(500);
}

function fromMizanError(error: MizanError): ErrorAnswer {
  if (error.code === 'INTERNAL_ERROR') return internalError(500);
  const { code, message } = error;
  const status = error.getStatus();
  const details = withoutNotRunMark(codeForStatus(status), withoutNotRunMark(code, error.details));
  const body: ErrorReply = { error: true, code, message, ...(details === undefined ? {} : { details }) };
  return { status, body, unexpected: false };
}

function fromHttpException(error: HttpException): ErrorAnswer {
  const status = error.getStatus();
  if (!isErrorStatus(status)) return internalError(500);
  if (status >= 500 && status !== 501) return internalError(status);
  return spokenError(status, readMessage(error.getResponse()));
}

function fromParserError(error: unknown): ErrorAnswer | undefined {
  if (!(error instanceof Error)) return undefined;
  const { expose, statusCode, code } = error as { expose?: unknown; statusCode?: unknown; code?: unknown };
  const isPublic = expose === true || (typeof code === 'string' && code.startsWith('FST_'));
  if (!isPublic || typeof statusCode !== 'number') return undefined;
  if (!Number.isInteger(statusCode) || statusCode < 400 || statusCode > 499) return undefined;
  return spokenError(statusCode, error.message);
}

function spokenError(status: number, message: string | undefined): ErrorAnswer {
  return { status, body: bodyFor(status, message), unexpected: false };
}

function internalError(status: number): ErrorAnswer {
  return { status, body: bodyFor(status, undefined), unexpected: true };
}

function bodyFor(status: number, message: string | undefined): ErrorReply {
  const code = codeForStatus(status);
  const rough = status < 500 ? 'BAD_REQUEST' : 'INTERNAL_ERROR';
  return { error: true, code, message: message ?? errorTable[isErrorCode(code) ? code : rough].message };
}

function readMessage(response: unknown): string | undefined {
  if (typeof response === 'string') return response || undefined;
  // Nest keeps the text of an Error that was given as the response to itself; so do we.
  if (typeof response !== 'object' || response === null || response instanceof Error) return undefined;
  const { message } = response as { message?: unknown };
  if (typeof message === 'string') return message || undefined;
  if (!Array.isArray(message)) return undefined;
  return message.filter((line) => typeof line === 'string').join('; ') || undefined;
}

function isErrorStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 400 && status <= 599;
}
