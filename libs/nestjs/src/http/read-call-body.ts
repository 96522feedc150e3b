import { BadRequest } from '../errors/index.js';
import { readChange } from '../invalidation/read-change.js';
import type { HttpRequest } from './http-exchange.js';

/** The body of `POST call/`. */
export interface CallBody {
  readonly fn: string;
  /** An object, or nothing. */
  readonly args: unknown;
  readonly change: string | undefined;
}

/** @throws BadRequest when the request is no call (PROTOCOL 3) */
export function readCallBody({ body, headers }: HttpRequest): CallBody {
  if (body === undefined && Number(headers['content-length']) > 0) {
    throw new BadRequest('The body was not read: the app has no parser for JSON bodies');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BadRequest('Send a JSON object: {"fn": "name", "args": {…}}');
  }
  const { fn, args, change }: { fn?: unknown; args?: unknown; change?: unknown } = body;
  if (typeof fn !== 'string' || fn === '') {
    throw new BadRequest('"fn" is missing: it is the name of the function to call');
  }
  if (args !== undefined && args !== null && (typeof args !== 'object' || Array.isArray(args))) {
    throw new BadRequest('"args" must be an object of named arguments');
  }
  return { fn, args, change: readChange(change) };
}
