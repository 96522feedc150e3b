import type { MizanIdentity } from '../identity/index.js';
import { hasTokenKey, permissionKeyOf } from '../identity/permission-key.js';
import { assertOpen, readableNames, stableText } from './stable-text.js';

const rights: ReadonlySet<string> = new Set([
  'id',
  'isStaff',
  'isSuperuser',
  'permissions',
] satisfies readonly (keyof MizanIdentity)[]);

/**
 * The part of a key that says whose bundle it is (PROTOCOL 9, `u`). Typed as JSON is, so that the identities 5 and "5"
 * are two; undefined for a bundle of everybody. Functions are given the whole identity, so all that it has counts.
 *
 * @param identity left out for a context that is public
 * @throws Unwritable when the identity holds what no text can tell
 */
export function callerKey(
  identity: MizanIdentity | undefined,
  varied: readonly string[],
): string | undefined {
  if (identity === undefined) return varied.length === 0 ? undefined : JSON.stringify([null, '', ...varied]);
  const others = otherFields(identity);
  // In a list of its own, which no text of `varied` is.
  const more = others === undefined ? varied : [[others], ...varied];
  return JSON.stringify([identity.id, permissionKeyOf(identity), ...more]);
}

/** What an identity has beside its id and rights; undefined, and cheap to find out, when it is nothing. */
function otherFields(identity: MizanIdentity): string | undefined {
  assertOpen(identity);
  const others = readableNames(identity).filter((name) => !rights.has(name));
  // The key of a token says more than the permissions that stand beside it.
  if (hasTokenKey(identity)) others.push('permissions');
  if (others.length === 0) return undefined;
  return stableText(Object.fromEntries(others.map((name) => [name, Reflect.get(identity, name) as unknown])));
}

/** What `cache.vary` answered, as a list; undefined when it is no text and no list of texts. */
export function readVaried(answer: unknown): readonly string[] | undefined {
  if (typeof answer === 'string') return [answer];
  if (!Array.isArray(answer)) return undefined;
  return answer.every((part) => typeof part === 'string') ? answer : undefined;
}
