import type { CryptoKey, KeyObject } from 'jose';

/** The algorithms of tokens (PROTOCOL 10; ES256 and EdDSA beside them). */
export type TokenAlgorithm = 'HS256' | 'RS256' | 'ES256' | 'EdDSA';

/** A key as jose takes it: of WebCrypto, of `node:crypto`, or the bytes of a secret. */
export type TokenKeyMaterial = CryptoKey | KeyObject | Uint8Array;

/** A key and the one algorithm that it is for: what a token says of its algorithm never chooses. */
export interface TokenKey {
  readonly alg: TokenAlgorithm;
  /** Tokens name it; a key without it is for tokens that name none. Printable ASCII. */
  readonly kid?: string;
  /** The secret, or the public key. */
  readonly verifying: TokenKeyMaterial;
  /** The secret, or the private key; absent where tokens are only read. */
  readonly signing?: TokenKeyMaterial;
}

/** A key for HS256 from the UTF-8 of a secret. How long it must be is for the caller to say. */
export function secretTokenKey(secret: string, kid?: string): TokenKey {
  const bytes = utf8(secret);
  return { alg: 'HS256', verifying: bytes, signing: bytes, ...(kid !== undefined && { kid }) };
}

// The one way from text to bytes that the language itself has.
function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text).match(/%[\dA-F]{2}|[^%]/g) ?? [];
  return Uint8Array.from(escaped, (unit) =>
    unit.length === 1 ? unit.charCodeAt(0) : Number.parseInt(unit.slice(1), 16),
  );
}
