import { createHash } from 'node:crypto';

/** Params come from requests: what is longer is hashed. */
const maxLength = 120;

/** A text as part of a key. None that begins with a `#` may be given, so that a hash is never taken for a text. */
export function shorten(text: string): string {
  return text.length <= maxLength ? text : `#${createHash('sha256').update(text).digest('base64url')}`;
}
