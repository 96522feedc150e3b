import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { isKeyId, type TokenAlgorithm, type TokenKey } from '@mizan/protocol/tokens';
import { findShortSecret } from '../errors/index.js';
import { holdsKey } from './holds-key.js';
import type { JsonWebKey, KeySource } from './tokens-options.js';

/** The key that a source stands for, or what is wrong with it. */
export type ParsedKey =
  | { readonly kind: 'key'; readonly key: TokenKey }
  | { readonly kind: 'problem'; readonly problem: string; readonly fix: string };

const minRsaBits = 2048;

/** Reads a key for tokens; its own type says the algorithm. A private key comes with its public half. */
export function parseKey(source: KeySource, keyId?: string): ParsedKey {
  const material = readJson(source);
  const kid = keyId ?? (isJwk(material) ? material['kid'] : undefined);
  if (kid !== undefined && (typeof kid !== 'string' || !isKeyId(kid))) {
    return problem('its keyId cannot stand in a token', 'Use 1 to 64 characters of printable ASCII.');
  }
  const parsed = parseMaterial(material);
  if (parsed.kind === 'problem' || kid === undefined) return parsed;
  return { kind: 'key', key: { ...parsed.key, kid } };
}

// A text that holds a key is never a secret: a public key as a secret would let everybody sign.
function readJson(source: unknown): unknown {
  if (typeof source !== 'string' || !source.trimStart().startsWith('{')) return source;
  return attempt((): unknown => JSON.parse(source));
}

function parseMaterial(material: unknown): ParsedKey {
  if (typeof material !== 'string') return isJwk(material) ? parseJwk(material) : unreadable();
  if (material.includes('-----BEGIN ')) return parseAsymmetric(() => readPem(material));
  return parseSecret(Buffer.from(material));
}

function parseJwk(source: JsonWebKey): ParsedKey {
  if (source.use !== undefined && source.use !== 'sig') {
    return problem(`its use is ${inspect(source.use)}`, 'Take a key for signatures.');
  }
  const parsed =
    source.kty === 'oct'
      ? parseSecret(Buffer.from(String(source.k), 'base64url'))
      : parseAsymmetric(() => readJwk(source));
  const alg: unknown = source['alg'];
  if (parsed.kind === 'problem' || alg === undefined || alg === parsed.key.alg) return parsed;
  return problem(`its alg is ${inspect(alg)}`, `Take a key for ${parsed.key.alg}, or leave its alg out.`);
}

function parseSecret(secret: Buffer): ParsedKey {
  const short = findShortSecret(secret.byteLength);
  if (short !== undefined) return { kind: 'problem', ...short };
  if (holdsKey(secret)) {
    return problem(
      'it is the text of a key, in a form that is not read',
      'Give a PEM with its first and last line and real line breaks, or a JWK; for a secret random bytes, as base64 perhaps.',
    );
  }
  return { kind: 'key', key: { alg: 'HS256', verifying: secret, signing: secret } };
}

function parseAsymmetric(read: () => KeyObject): ParsedKey {
  const given = attempt(read);
  if (given === undefined) return unreadable();
  const alg = algorithmOf(given);
  if (alg === undefined) {
    return problem(
      'it is of a kind that no algorithm here is for',
      `Use RSA from ${minRsaBits} bits on, the curve P-256, Ed25519 or a secret.`,
    );
  }
  if (given.type === 'public') return { kind: 'key', key: { alg, verifying: given } };
  return { kind: 'key', key: { alg, verifying: createPublicKey(given), signing: given } };
}

function algorithmOf({
  asymmetricKeyType: type,
  asymmetricKeyDetails: details,
}: KeyObject): TokenAlgorithm | undefined {
  if (type === 'rsa' && (details?.modulusLength ?? 0) >= minRsaBits) return 'RS256';
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'ES256';
  return type === 'ed25519' ? 'EdDSA' : undefined;
}

function readPem(pem: string): KeyObject {
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem) ? createPrivateKey(pem) : createPublicKey(pem);
}

function readJwk(jwk: JsonWebKey): KeyObject {
  const input = { key: jwk, format: 'jwk' } as const;
  return jwk.d === undefined ? createPublicKey(input) : createPrivateKey(input);
}

function isJwk(value: unknown): value is JsonWebKey {
  return typeof value === 'object' && value !== null && 'kty' in value;
}

function attempt<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch {
    // OpenSSL's words may hold a part of the key.
    return undefined;
  }
}

function unreadable(): ParsedKey {
  return problem(
    'it is no key that can be read',
    'Give the text of a secret, a PEM without a passphrase and with real line breaks, or a JWK.',
  );
}

function problem(text: string, fix: string): ParsedKey {
  return { kind: 'problem', problem: text, fix };
}
