import { type Jose, loadJose } from './load-jose.js';
import type { TokenKey } from './token-key.js';
import { isCanonicalPart, readPart, type TokenRecord } from './token-part.js';
import { refuse, type TokenVerdict } from './token-verdict.js';

/** Longer texts are no tokens of ours: one with a key of 4096 bits and long names has a third of it. */
export const maxTokenLength = 4096;

interface TokenHeader {
  readonly alg: string;
  readonly kid: string | undefined;
}

/** The claims of a token that one of these keys has signed. Nothing is read of them before. */
export async function openToken(
  token: string,
  keys: readonly TokenKey[],
): Promise<TokenVerdict<TokenRecord>> {
  if (token.length > maxTokenLength) return refuse('oversized');
  const parts = token.split('.');
  const [headerPart, claimsPart] = parts;
  if (headerPart === undefined || claimsPart === undefined || parts.length !== 3) return refuse('malformed');
  const jose = await loadJose();
  if (!parts.every((part) => isCanonicalPart(part, jose))) return refuse('malformed');
  const record = readPart(headerPart, jose);
  if (record === undefined) return refuse('malformed');
  const header = readHeader(record);
  if (header === undefined) return refuse('header');
  const named = keys.filter(({ kid }) => kid === header.kid);
  if (named.length === 0) return refuse('key');
  const fitting = named.filter(({ alg }) => alg === header.alg);
  if (fitting.length === 0) return refuse('algorithm');
  if (!(await isSignedByOne(token, fitting, jose))) return refuse('signature');
  const claims = readPart(claimsPart, jose);
  return claims === undefined ? refuse('malformed') : { kind: 'verified', claims };
}

// Anything else in a header asks for something that is not done here: `crit` above all.
function readHeader({ alg, kid, typ, ...others }: TokenRecord): TokenHeader | undefined {
  if (typeof alg !== 'string' || typ !== 'JWT' || Object.keys(others).length > 0) return undefined;
  return kid === undefined || typeof kid === 'string' ? { alg, kid } : undefined;
}

async function isSignedByOne(token: string, keys: readonly TokenKey[], jose: Jose): Promise<boolean> {
  for (const key of keys) {
    // One after the other: nearly always the first one is right.
    if (await isSignedBy(token, key, jose)) return true;
  }
  return false;
}

async function isSignedBy(
  token: string,
  { alg, verifying }: TokenKey,
  { compactVerify, errors }: Jose,
): Promise<boolean> {
  try {
    await compactVerify(token, verifying, { algorithms: [alg] });
    return true;
  } catch (error) {
    // What is wrong with a key is the app's fault and not the token's.
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}
