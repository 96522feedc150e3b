import type { MizanIdentity } from '../identity/index.js';
import { permissionKeyOf } from '../identity/permission-key.js';

/**
 * The part of a key that says whose bundle it is (PROTOCOL 9, `u`). Typed as JSON is, so that the identities 5 and "5"
 * are two; undefined for a bundle of everybody.
 *
 * @param identity left out for a context that is public
 */
export function callerKey(
  identity: MizanIdentity | undefined,
  varied: readonly string[],
): string | undefined {
  if (identity === undefined) return varied.length === 0 ? undefined : JSON.stringify([null, '', ...varied]);
  return JSON.stringify([identity.id, permissionKeyOf(identity), ...varied]);
}

/** Whether two calls were made by one person with the same rights. */
export function isSameCaller(one: MizanIdentity | null, other: MizanIdentity | null): boolean {
  if (one === other) return true;
  if (one === null || other === null) return false;
  return one.id === other.id && permissionKeyOf(one) === permissionKeyOf(other);
}

/** What `cache.vary` answered, as a list; undefined when it is no text and no list of texts. */
export function readVaried(answer: unknown): readonly string[] | undefined {
  if (typeof answer === 'string') return [answer];
  if (!Array.isArray(answer)) return undefined;
  return answer.every((part) => typeof part === 'string') ? answer : undefined;
}
