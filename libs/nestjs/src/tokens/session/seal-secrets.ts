import { KeyObject } from 'node:crypto';
import type { TokenKey } from '@mizan/protocol/tokens';

/**
 * What only those know who can sign with these keys. A key that only verifies has no such thing: it is public, and what
 * was sealed with its private half stays closed.
 */
export function sealSecrets(keys: readonly TokenKey[]): readonly Uint8Array[] {
  return keys.flatMap(({ signing }) => {
    if (signing instanceof Uint8Array) return [signing];
    if (!(signing instanceof KeyObject)) return [];
    return [signing.type === 'secret' ? signing.export() : signing.export({ type: 'pkcs8', format: 'der' })];
  });
}
