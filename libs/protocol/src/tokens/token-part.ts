import { toAsciiJson } from '../wire/ascii-json.js';
import type { Jose } from './load-jose.js';

/** A JSON object of a token, not yet checked. */
export type TokenRecord = Readonly<Record<string, unknown>>;

/** Whether a part is base64url as an encoder writes it: the last character has spare bits, and none may be set. */
export function isCanonicalPart(part: string, { base64url }: Jose): boolean {
  if (!/^[\w-]+$/.test(part)) return false;
  try {
    return base64url.encode(base64url.decode(part)) === part;
  } catch {
    return false;
  }
}

/**
 * The object in a part; undefined when it is none, or is not written as PROTOCOL 10 says. Only one text stands for an
 * object then, so nothing can be said twice and be read differently elsewhere.
 */
export function readPart(part: string, { base64url }: Jose): TokenRecord | undefined {
  const text = String.fromCharCode(...base64url.decode(part));
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && toAsciiJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The bytes of an object as tokens hold it. */
export function writePart(record: object): Uint8Array {
  return Uint8Array.from(toAsciiJson(record), (character) => character.charCodeAt(0));
}

function isRecord(value: unknown): value is TokenRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
