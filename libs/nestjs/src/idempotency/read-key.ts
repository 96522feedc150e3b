import type { Exchange } from '../dispatch/exchange.js';
import { BadRequest } from '../errors/index.js';

const allowed = /^[\x21-\x7e]{1,255}$/;

/**
 * The `Idempotency-Key` of a request (PROTOCOL 13). The headers of a socket are those of all its frames, so they name no
 * single call.
 *
 * @throws BadRequest for one that cannot be a key
 */
export function readIdempotencyKey({ request, contextType }: Exchange): string | undefined {
  if (contextType === 'ws') return undefined;
  const headers: unknown = Reflect.get(request, 'headers');
  if (typeof headers !== 'object' || headers === null) return undefined;
  const key: unknown = Reflect.get(headers, 'idempotency-key');
  if (key === undefined) return undefined;
  if (typeof key === 'string' && allowed.test(key)) return key;
  throw new BadRequest('Idempotency-Key must be 1 to 255 visible ASCII characters, such as a UUID');
}
