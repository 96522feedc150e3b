import { createHmac } from 'node:crypto';

/** One part of a token: an object as JSON, or a text as it is. */
export function tokenPart(content: unknown): string {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return Buffer.from(text).toString('base64url');
}

/** A token of any header and claims, signed as HS256 does, whatever its header says. */
export function forgeToken(header: unknown, claims: unknown, secret: string): string {
  const signed = `${tokenPart(header)}.${tokenPart(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** Seconds since 1970, whole. */
export function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
