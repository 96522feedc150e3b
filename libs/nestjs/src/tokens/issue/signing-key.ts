import type { TokenKey } from '@mizan/protocol/tokens';

/**
 * The key that new tokens are signed with.
 *
 * @throws Error where there is none, which boot has refused
 */
export function signingKey({ keys: [key] }: { readonly keys: readonly TokenKey[] }): TokenKey {
  if (key === undefined) throw new Error('There is no key to sign tokens with');
  return key;
}
