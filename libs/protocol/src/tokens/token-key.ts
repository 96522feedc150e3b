import { base64url, type CryptoKey, type KeyObject } from 'jose';

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
  // The one way from text to bytes that every platform has without types of its own.
  const bytes = base64url.decode(base64url.encode(secret));
  return { alg: 'HS256', verifying: bytes, signing: bytes, ...(kid !== undefined && { kid }) };
}
