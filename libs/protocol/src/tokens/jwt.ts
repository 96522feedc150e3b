import { openToken } from './open-token.js';
import { signToken } from './sign-token.js';
import type { TokenKey } from './token-key.js';
import type { TokenRecord } from './token-part.js';
import { isText, subjectText, type SubjectClaims, type TokenSubject } from './token-subject.js';
import { currentTime, findTimeRefusal, isTime, timesFrom, type TokenClock } from './token-times.js';
import { refuse, type TokenVerdict } from './token-verdict.js';

/** `access` is sent with calls, `refresh` is only good for a new pair. */
export type JwtType = 'access' | 'refresh';

/** The claims of a JWT (PROTOCOL 10). */
export interface JwtClaims extends SubjectClaims {
  /** The session that it belongs to. */
  readonly sid: string;
  readonly type: JwtType;
  /** Seconds since 1970, as `nbf` and `exp`. */
  readonly iat: number;
  readonly nbf?: number;
  readonly exp: number;
}

/** Whom a JWT is for. */
export interface JwtSubject extends TokenSubject {
  readonly sessionId: string;
}

export interface MintJwtOptions {
  readonly type: JwtType;
  /** Seconds. @default 300 for access, 604,800 for refresh */
  readonly ttl?: number | undefined;
  /** Seconds since 1970, whole. @default now */
  readonly now?: number | undefined;
}

export interface VerifyJwtOptions extends TokenClock {
  /** The one that is asked for; the other is refused. */
  readonly type: JwtType;
}

export const jwtDefaults = { accessTtl: 300, refreshTtl: 604_800 } as const;

/**
 * Makes an access or a refresh token.
 *
 * @throws TypeError for a key that cannot sign
 * @throws RangeError for a subject or times of which no reader would take the token
 */
export async function mintJwt(
  subject: JwtSubject,
  key: TokenKey,
  { type, ttl = defaultTtl(type), now = currentTime() }: MintJwtOptions,
): Promise<string> {
  if (subject.sessionId === '') throw new RangeError('A JWT belongs to a session: its id is empty');
  const claims: JwtClaims = {
    sub: subjectText(subject),
    sid: subject.sessionId,
    staff: subject.isStaff,
    super: subject.isSuperuser,
    type,
    ...timesFrom(now, ttl),
  };
  return signToken(claims, key);
}

/** Reads a JWT of one type. Never throws for what is wrong with the token. */
export async function verifyJwt(
  token: string,
  keys: readonly TokenKey[],
  { type, ...clock }: VerifyJwtOptions,
): Promise<TokenVerdict<JwtClaims>> {
  const opened = await openToken(token, keys);
  if (opened.kind === 'refused') return opened;
  const claims = readClaims(opened.claims);
  if (claims === undefined) return refuse('claims');
  if (claims.type !== type) return refuse('type');
  const reason = findTimeRefusal(claims, clock);
  return reason === undefined ? { kind: 'verified', claims } : refuse(reason);
}

function defaultTtl(type: JwtType): number {
  return type === 'access' ? jwtDefaults.accessTtl : jwtDefaults.refreshTtl;
}

function readClaims(record: TokenRecord): JwtClaims | undefined {
  const { sub, sid, staff, super: superuser, type, iat, nbf, exp } = record;
  if (!isText(sub) || !isText(sid) || typeof staff !== 'boolean' || typeof superuser !== 'boolean') {
    return undefined;
  }
  if ((type !== 'access' && type !== 'refresh') || !isTime(iat) || !isTime(exp)) return undefined;
  if (nbf !== undefined && !isTime(nbf)) return undefined;
  return { sub, sid, staff, super: superuser, type, iat, ...(nbf !== undefined && { nbf }), exp };
}
