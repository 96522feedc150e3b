import { UnsupportedMediaType } from '../errors/index.js';
import { type CsrfRequest, headerOf } from './request-facts.js';

/** What calls come as. */
const taken: ReadonlySet<string | undefined> = new Set(['application/json', 'multipart/form-data']);

/**
 * Lets JSON and multipart bodies pass: other types are ones that a foreign page could send with no question asked, and that some
 * parser might take for JSON. A request without a body needs no type.
 *
 * @throws UnsupportedMediaType
 */
export function checkContentType(request: CsrfRequest): void {
  const type = headerOf(request, 'content-type');
  if (type === undefined && !hasBody(request)) return;
  const essence = type?.split(';', 1)[0]?.trim().toLowerCase();
  if (taken.has(essence)) return;
  throw new UnsupportedMediaType('Send the call as application/json, or with files as multipart/form-data');
}

function hasBody(request: CsrfRequest): boolean {
  const length = headerOf(request, 'content-length');
  return headerOf(request, 'transfer-encoding') !== undefined || (length !== undefined && length !== '0');
}
