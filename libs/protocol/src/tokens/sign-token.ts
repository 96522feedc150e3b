import { loadJose } from './load-jose.js';
import { maxTokenLength } from './open-token.js';
import type { TokenKey } from './token-key.js';
import { writePart } from './token-part.js';

/**
 * Signs claims, in their order. Header: `alg`, `kid` when the key has one, `typ` (PROTOCOL 10).
 *
 * @throws TypeError for a key that cannot sign, or whose `kid` is not printable ASCII
 * @throws RangeError for claims of which no reader would take the token
 */
export async function signToken(claims: object, { alg, kid, signing }: TokenKey): Promise<string> {
  if (signing === undefined)
    throw new TypeError('The key only verifies: tokens are signed with a private one');
  if (kid !== undefined && !isKeyId(kid))
    throw new TypeError('A kid is 1 to 64 characters of printable ASCII');
  const header = kid === undefined ? { alg, typ: 'JWT' } : { alg, kid, typ: 'JWT' };
  const { CompactSign } = await loadJose();
  const token = await new CompactSign(writePart(claims)).setProtectedHeader(header).sign(signing);
  if (token.length > maxTokenLength) throw new RangeError(`A token has at most ${maxTokenLength} characters`);
  return token;
}

/** Whether a text can name a key. jose would write any other without the escapes of PROTOCOL 10. */
export function isKeyId(text: string): boolean {
  return /^[ -~]{1,64}$/.test(text);
}
