import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const nonceBytes = 16;
const form = /^[\w-]{22}\.[\w-]{43}$/;

/**
 * A new CSRF token: a random nonce and the HMAC-SHA256 of it and the session, both base64url. It is of no use
 * in another session, and its holder cannot make one for another.
 */
export function issueCsrfToken(secret: Buffer, session: string): string {
  const nonce = randomBytes(nonceBytes).toString('base64url');
  return `${nonce}.${sign(secret, nonce, session).toString('base64url')}`;
}

/** Whether a token was issued to this very session with this secret. */
export function verifyCsrfToken(secret: Buffer, session: string, token: string): boolean {
  if (!form.test(token)) return false;
  const nonce = token.slice(0, 22);
  // As text: the last character of base64url has spare bits, and two texts must not be one token.
  const expected = sign(secret, nonce, session).toString('base64url');
  return timingSafeEqual(Buffer.from(expected), Buffer.from(token.slice(23)));
}

// The nonce has a fixed length, so no other nonce and session can join to the same text.
function sign(secret: Buffer, nonce: string, session: string): Buffer {
  return createHmac('sha256', secret).update(`mizan.csrf.1:${nonce}:${session}`).digest();
}
