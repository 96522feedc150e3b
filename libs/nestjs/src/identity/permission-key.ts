import { createHash } from 'node:crypto';
import { permissionKeyText } from '@mizan/protocol';
import type { MizanIdentity } from './mizan-identity.js';

const keys = new WeakMap<MizanIdentity, string>();

/**
 * The permission key of an identity (PROTOCOL 10): hex SHA-256 of its rights. Two identities of equal rights have one
 * key, and a change of rights changes it. The identity that an MWT alone stands for does not know its permissions; its
 * key is the one that the token carries.
 *
 * It is computed once for each identity object: give out a new object when rights change.
 */
export function permissionKeyOf(identity: MizanIdentity): string {
  const known = keys.get(identity);
  if (known !== undefined) return known;
  const key = createHash('sha256').update(permissionKeyText(identity)).digest('hex');
  keys.set(identity, key);
  return key;
}

/** Says the key of an identity of which only a token is known. */
export function keepPermissionKey(identity: MizanIdentity, key: string): void {
  keys.set(identity, key);
}
