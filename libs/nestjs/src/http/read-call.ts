import { headerOf } from '../csrf/request-facts.js';
import type { CallRequest } from '../dispatch/dispatcher.js';
import type { HttpRequest } from './http-exchange.js';
import { readCallBody } from './read-call-body.js';

/** A call that came as JSON. @throws BadRequest when it is none */
export function readCallRequest(request: HttpRequest): CallRequest {
  const { fn, args, change } = readCallBody(request);
  return { name: fn, source: { kind: 'json', args }, change };
}

/** The type of a multipart body; undefined for any other. */
export function multipartType(request: HttpRequest): string | undefined {
  const type = headerOf(request, 'content-type');
  return type !== undefined && /^\s*multipart\/form-data\s*(?:;|$)/i.test(type) ? type : undefined;
}
