import { compareCodePoints } from '../names.js';
import { toAsciiJson } from './ascii-json.js';
import type { Params } from './target.js';

/** What a cached bundle depends on besides the data. */
export interface CacheKeyParts {
  readonly context: string;
  /** Converted values; `5` and `"5"` are one. */
  readonly params: Params;
  /** The highest `rev` of the context's functions. */
  readonly rev: number;
  /** Whose bundle it is; left out or null for nobody's. */
  readonly user?: string | null;
}

/** Lower-case hex of HMAC-SHA256 of a text, the secret being the caller's. */
export type Hmac<Hex extends string | Promise<string>> = (text: string) => Hex;

/**
 * The key of a context in the origin cache (PROTOCOL 9). The HMAC is an argument, since each platform has its own
 * and Node's is far faster than WebCrypto's; the key is a promise when its answer is one.
 */
export function cacheKey(parts: CacheKeyParts, hmac: Hmac<string>): string;
export function cacheKey(parts: CacheKeyParts, hmac: Hmac<Promise<string>>): Promise<string>;
export function cacheKey(
  parts: CacheKeyParts,
  hmac: Hmac<string> | Hmac<Promise<string>>,
): string | Promise<string> {
  const prefix = `ctx:${parts.context}:`;
  const hex = hmac(cacheKeyText(parts));
  return typeof hex === 'string' ? prefix + hex : hex.then((text) => prefix + text);
}

/** Written by hand, since an object would move integer-like keys to the front. */
function cacheKeyText({ context, params, rev, user }: CacheKeyParts): string {
  const pairs = Object.keys(params)
    .sort(compareCodePoints)
    .map((name) => `${toAsciiJson(name)}:${toAsciiJson(String(params[name]))}`);
  const owner = user === undefined || user === null ? '' : `,"u":${toAsciiJson(user)}`;
  return `{"c":${toAsciiJson(context)},"p":{${pairs.join(',')}},"r":${rev}${owner}}`;
}
