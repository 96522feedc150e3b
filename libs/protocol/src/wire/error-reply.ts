import type { ErrorReply } from './envelope.js';
import { codeForStatus, errorTable, isErrorCode } from './error-table.js';

/** Whether a body is an error as a Mizan server of ours writes it (PROTOCOL 3). */
export function isErrorReply(body: unknown): body is ErrorReply {
  return (
    isRecord(body) &&
    body['error'] === true &&
    typeof body['code'] === 'string' &&
    typeof body['message'] === 'string'
  );
}

/**
 * Reads a failed response, whoever wrote it: the flat and the nested form of an error are accepted, and what a
 * proxy or a framework answered gets a code from its status (PROTOCOL 3).
 *
 * @param status the HTTP status.
 * @param body the parsed JSON body, or anything else when there was none.
 */
export function readErrorReply(status: number, body: unknown): ErrorReply {
  const source = isRecord(body) && isRecord(body['error']) ? body['error'] : body;
  const { code: givenCode, message: givenMessage, details } = isRecord(source) ? source : {};
  const code = typeof givenCode === 'string' && givenCode !== '' ? givenCode : `HTTP_${status}`;
  const message =
    typeof givenMessage === 'string' && givenMessage !== '' ? givenMessage : messageFor(code, status);
  return isRecord(details) ? { error: true, code, message, details } : { error: true, code, message };
}

function messageFor(code: string, status: number): string {
  const known = isErrorCode(code) ? code : codeForStatus(status);
  return isErrorCode(known) ? errorTable[known].message : `The server answered with status ${status}.`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
