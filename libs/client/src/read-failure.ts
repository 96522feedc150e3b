import { MizanError } from './mizan-error.js';
import { isRecord } from './record.js';

/** Reads both forms of an error (PROTOCOL 3), and what something between us and the server answered. The response is the cause. */
export function readFailure(response: Response, body: unknown, url: string): MizanError {
  const { ok, status } = response;
  const source = isRecord(body) && isRecord(body['error']) ? body['error'] : body;
  const { code, message, details } = isRecord(source) ? source : {};
  return new MizanError(
    typeof code === 'string' && code !== '' ? code : `HTTP_${status}`,
    readMessage(message) ||
      (ok
        ? `${url} answered with no JSON: is \`baseUrl\` right?`
        : `The server answered with status ${status}.`),
    status,
    isRecord(details) ? details : undefined,
    { cause: response },
  );
}

/** Nest's own ValidationPipe gives a list. */
function readMessage(message: unknown): string {
  if (Array.isArray(message)) return message.join('; ');
  return typeof message === 'string' ? message : '';
}
