import { openToken } from './open-token.js';
import { signToken } from './sign-token.js';
import type { TokenKey } from './token-key.js';
import type { TokenRecord } from './token-part.js';
import { isText, subjectText, type SubjectClaims, type TokenSubject } from './token-subject.js';
import { currentTime, findTimeRefusal, isTime, timesFrom, type TokenClock } from './token-times.js';
import { refuse, type TokenVerdict } from './token-verdict.js';

/** The claims of an MWT (PROTOCOL 10). */
export interface MwtClaims extends SubjectClaims {
  /** The permission key that its holder had when it was made. */
  readonly pkey: string;
  readonly aud: string;
  /** Seconds since 1970, as `nbf` and `exp`. */
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
}

/** Whom an MWT is for. */
export interface MwtSubject extends TokenSubject {
  /** Hex SHA-256 of `permissionKeyText`. */
  readonly permissionKey: string;
}

export interface MintMwtOptions {
  /** @default 'mizan' */
  readonly audience?: string | undefined;
  /** Seconds. @default 300 */
  readonly ttl?: number | undefined;
  /** Seconds since 1970, whole. @default now */
  readonly now?: number | undefined;
}

export interface VerifyMwtOptions extends TokenClock {
  /** @default 'mizan' */
  readonly audience?: string | undefined;
}

/** The header that an MWT travels in. */
export const mwtHeaderName = 'X-Mizan-Token';

export const mwtDefaults = { audience: 'mizan', keyId: 'v1', ttl: 300 } as const;

/**
 * Makes an MWT.
 *
 * @throws TypeError for a key that is not one of MWTs: HS256 with a `kid`
 * @throws RangeError for a subject or times of which no reader would take the token
 */
export async function mintMwt(
  subject: MwtSubject,
  key: TokenKey,
  { audience = mwtDefaults.audience, ttl = mwtDefaults.ttl, now = currentTime() }: MintMwtOptions = {},
): Promise<string> {
  if (!isMwtKey(key)) throw new TypeError('MWTs are signed by HS256, with a key that has a kid');
  const { iat, exp } = timesFrom(now, ttl);
  const claims: MwtClaims = {
    sub: subjectText(subject),
    staff: subject.isStaff,
    super: subject.isSuperuser,
    pkey: subject.permissionKey,
    aud: audience,
    iat,
    nbf: iat,
    exp,
  };
  return signToken(claims, key);
}

/** Reads an MWT. Never throws for what is wrong with the token. */
export async function verifyMwt(
  token: string,
  keys: readonly TokenKey[],
  { audience = mwtDefaults.audience, ...clock }: VerifyMwtOptions = {},
): Promise<TokenVerdict<MwtClaims>> {
  const opened = await openToken(token, keys.filter(isMwtKey));
  if (opened.kind === 'refused') return opened;
  const claims = readClaims(opened.claims);
  if (claims === undefined) return refuse('claims');
  if (claims.aud !== audience) return refuse('audience');
  const reason = findTimeRefusal(claims, clock);
  return reason === undefined ? { kind: 'verified', claims } : refuse(reason);
}

function isMwtKey({ alg, kid }: TokenKey): boolean {
  return alg === 'HS256' && kid !== undefined;
}

function readClaims(record: TokenRecord): MwtClaims | undefined {
  const { sub, staff, super: superuser, pkey, aud, iat, nbf, exp } = record;
  if (!isText(sub) || typeof staff !== 'boolean' || typeof superuser !== 'boolean') return undefined;
  if (!isText(pkey) || !isText(aud) || !isTime(iat) || !isTime(nbf) || !isTime(exp)) return undefined;
  return { sub, staff, super: superuser, pkey, aud, iat, nbf, exp };
}
