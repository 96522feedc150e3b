import { nobody, type Token } from './held-token.js';
import { isMizanError } from './mizan-error.js';
import { isRecord } from './record.js';

/** PROTOCOL 10: MWT in `X-Mizan-Token`, JWT in `Authorization`. */
export type TokenKind = 'mwt' | 'jwt';

/** Calls a function without a token, and gives its result. */
export type CallWithoutToken = (fn: string, args?: object) => Promise<unknown>;

/** How much of its life a token is used for before it is renewed. */
const usedFor = 0.8;

/**
 * The next token of whoever is signed in: by the refresh token of the old one, or, where that is none or no longer good,
 * by the session. Nobody has none, nor who is refused one.
 *
 * @throws {MizanError} when it cannot be known
 */
export async function obtainToken(
  kind: TokenKind,
  { refreshToken }: Token,
  call: CallWithoutToken,
): Promise<Token> {
  async function ask(fn: string, args?: object): Promise<Token | undefined> {
    const sentAt = Date.now();
    try {
      return readReply(kind, await call(fn, args), sentAt);
    } catch (refusal) {
      if (isMizanError(refusal) && [401, 403].includes(refusal.status)) return undefined;
      throw refusal;
    }
  }
  const refreshed =
    refreshToken === undefined ? undefined : await ask('jwt_refresh', { refresh_token: refreshToken });
  return refreshed ?? (await ask(`${kind}_obtain`)) ?? nobody();
}

/** Reads what the three functions answer. The life of a token counts from before it was asked for. */
function readReply(kind: TokenKind, reply: unknown, sentAt: number): Token {
  const { token, access_token, refresh_token, expires_in } = isRecord(reply) ? reply : {};
  const text = String(kind === 'mwt' ? token : access_token);
  const life = Number(expires_in) * 1000;
  return {
    headers: kind === 'mwt' ? { 'x-mizan-token': text } : { authorization: `Bearer ${text}` },
    renewAt: sentAt + life * usedFor,
    endsAt: sentAt + life,
    subject: readSubject(text),
    refreshToken: refresh_token,
  };
}

/** A token is JSON in base64url, in parts with points between them. */
function readSubject(token: string): unknown {
  const payload = token.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/');
  const claims: unknown = JSON.parse(atob(payload ?? ''));
  return isRecord(claims) ? claims['sub'] : undefined;
}
