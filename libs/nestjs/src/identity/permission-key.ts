import { createHash } from 'node:crypto';
import { permissionKeyText } from '@mizan/protocol';
import type { MizanIdentity } from './mizan-identity.js';

/** Keys that are not computed, since only a token is known. */
const kept = new WeakMap<MizanIdentity, string>();

/** By text of the rights, and not by identity: an app may change the rights of an object in place. */
const computed = new Map<string, string>();
const maxComputed = 1000;

/**
 * The permission key of an identity (PROTOCOL 10): hex SHA-256 of its rights. Two identities of equal rights have one
 * key, and a change of rights changes it. The identity that an MWT alone stands for does not know its permissions; its
 * key is the one that the token carries.
 */
export function permissionKeyOf(identity: MizanIdentity): string {
  const ofToken = kept.get(identity);
  if (ofToken !== undefined) return ofToken;
  const text = permissionKeyText(identity);
  const known = computed.get(text);
  if (known !== undefined) return known;
  const key = createHash('sha256').update(text).digest('hex');
  if (computed.size >= maxComputed) computed.clear();
  computed.set(text, key);
  return key;
}

/** Says the key of an identity of which only a token is known. */
export function keepPermissionKey(identity: MizanIdentity, key: string): void {
  kept.set(identity, key);
}

/** Whether its key was said so, and not computed from what it holds. */
export function hasTokenKey(identity: MizanIdentity): boolean {
  return kept.has(identity);
}
