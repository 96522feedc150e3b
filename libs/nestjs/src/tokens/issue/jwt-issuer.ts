import { type JwtClaims, mintJwt, verifyJwt } from '@mizan/protocol/tokens';
import { Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Forbidden, Unauthorized } from '../../errors/index.js';
import type { MizanIdentity } from '../../identity/index.js';
import { BackingService } from '../backing-service.js';
import { loadHolder } from '../load-holder.js';
import type { TokenPair } from '../rotation/family.js';
import { RefreshRotation } from '../rotation/refresh-rotation.js';
import { createFamily, type PairOrigin, SessionSeal } from '../session/session-seal.js';
import { sealSecrets } from '../session/seal-secrets.js';
import type { JwtSettings, TokenSettings } from '../token-settings.js';
import { currentSeconds } from './current-seconds.js';
import type { JwtAnswer } from './token-answers.js';

/** Makes pairs of an access token and a refresh token, each bound to a session. */
export class JwtIssuer implements OnModuleInit, OnApplicationShutdown {
  readonly #rotation: RefreshRotation | undefined;
  readonly #seal: SessionSeal;
  readonly #sessions = new BackingService('The session store');

  constructor(
    private readonly jwt: JwtSettings,
    private readonly settings: Pick<TokenSettings, 'clockTolerance' | 'identity'>,
  ) {
    const { rotationStore, refreshTtl, keys } = jwt;
    const keptFor = (refreshTtl + settings.clockTolerance) * 1000;
    this.#rotation = rotationStore === undefined ? undefined : new RefreshRotation(rotationStore, keptFor);
    this.#seal = new SessionSeal(sealSecrets(keys));
  }

  async onModuleInit(): Promise<void> {
    const logger = new Logger('Mizan');
    if (this.jwt.rotationStore?.isShared === false) {
      logger.log(
        'Which refresh tokens were used is kept in the memory of this process: a restart ends them all, and another process refuses them. More processes need a tokens.jwt.rotationStore that they share.',
      );
    }
    if (this.jwt.keys.some(({ signing }) => signing === undefined)) {
      logger.warn(
        'tokens.jwt.previousKeys holds a public key: access tokens of it are taken, refresh tokens are not. Give the private key, so that nobody is signed out.',
      );
    }
    if (this.jwt.sessions === undefined && this.settings.identity === undefined) {
      logger.warn(
        'tokens.jwt has no sessions, and tokens.identity is not given: what jwt_obtain gave cannot be ended, and is refreshed until familyTtl is over. Give tokens.identity, which says null for whoever may not any more.',
      );
    }
    await this.#rotation?.open();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#rotation?.close();
  }

  /**
   * The first pair of a family.
   *
   * @throws Forbidden when the request has no session
   * @throws ServiceUnavailable when sessions cannot be asked, or the pair not be kept
   */
  async obtain(identity: MizanIdentity, request: object): Promise<JwtAnswer> {
    const family = createFamily();
    const sessionId = await this.#sessionOf(request, String(identity.id));
    const origin = { family, begunAt: currentSeconds(), sessionId };
    const pair = pairFor(identity, this.#seal.seal(origin));
    // Before anything is kept: an id that is too long for a token leaves nothing behind.
    const answer = await this.#mint(pair, this.#lastSecond(pair, origin));
    await this.#rotation?.begin(family, pair);
    return answer;
  }

  /**
   * The pair that comes after the one of this refresh token.
   *
   * @throws Unauthorized for a token that is not good any more, for whatever reason
   * @throws ServiceUnavailable when that cannot be found out
   */
  async refresh(token: string, request: object): Promise<JwtAnswer> {
    const claims = await this.#verify(token);
    const origin = this.#seal.open(claims.sid);
    if (origin === undefined) throw refused();
    const { family, sessionId } = origin;
    if (!(await this.#hasSession(sessionId, claims.sub, request))) throw refused();
    const next = pairFor(await this.#identify(claims), this.#seal.seal(origin));
    // A token that may be exchanged again and again leads to none that lives longer.
    const until = this.#rotation === undefined ? claims.exp : this.#lastSecond(next, origin);
    // The tolerance of clocks lets tokens in that are over.
    if (until <= next.issuedAt) throw refused();
    if (this.#rotation === undefined) return this.#mint(next, until);
    const pair = await this.#rotation.rotate({ family, sid: claims.sid, next });
    if (pair === undefined) throw refused();
    return this.#mint(pair, this.#lastSecond(pair, origin));
  }

  async #sessionOf(request: object, subject: string): Promise<string> {
    const { sessions } = this.jwt;
    if (sessions === undefined) return '';
    const id = await this.#sessions.ask(() => sessions.idOf(request));
    // A session that this very request began is not stored yet, and may never be.
    if (id !== null && id !== '' && (await this.#hasSession(id, subject, request))) return id;
    throw new Forbidden('A pair of tokens is bound to a session, and the caller has none here');
  }

  async #verify(token: string): Promise<JwtClaims> {
    const { clockTolerance } = this.settings;
    const verdict = await verifyJwt(token, this.jwt.keys, { type: 'refresh', clockTolerance });
    if (verdict.kind === 'refused') throw refused();
    return verdict.claims;
  }

  async #hasSession(id: string, subject: string, request: object): Promise<boolean> {
    const { sessions } = this.jwt;
    // An app that came to have sessions, or has them no more, cannot tell for older tokens.
    if (sessions === undefined || id === '') return sessions === undefined && id === '';
    // Only `true` is a yes: the app may be written in JavaScript.
    const answer: unknown = await this.#sessions.ask(() => sessions.exists(id, { subject, request }));
    return answer === true;
  }

  // Without the option, nobody can say more than the token.
  async #identify(claims: JwtClaims): Promise<Rights> {
    const { identity: load } = this.settings;
    if (load === undefined) return { id: claims.sub, isStaff: claims.staff, isSuperuser: claims.super };
    const identity = await loadHolder(load, { kind: 'jwt', ...claims });
    if (identity === null) throw refused();
    return identity;
  }

  /** When the refresh token of a pair expires, in seconds since 1970. */
  #lastSecond({ issuedAt }: TokenPair, { begunAt }: PairOrigin): number {
    const { refreshTtl, familyTtl } = this.jwt;
    return Math.min(issuedAt + refreshTtl, begunAt + familyTtl);
  }

  async #mint(pair: TokenPair, refreshUntil: number): Promise<JwtAnswer> {
    const { keys, accessTtl } = this.jwt;
    const { id, isStaff, isSuperuser, sid } = pair;
    const subject = { id, isStaff, isSuperuser, sessionId: sid };
    const now = pair.issuedAt;
    const [access_token, refresh_token] = await Promise.all([
      mintJwt(subject, keys[0], { type: 'access', ttl: accessTtl, now }),
      mintJwt(subject, keys[0], { type: 'refresh', ttl: refreshUntil - now, now }),
    ]);
    return { access_token, refresh_token, expires_in: Math.max(0, now + accessTtl - currentSeconds()) };
  }
}

type Rights = Pick<MizanIdentity, 'id' | 'isStaff' | 'isSuperuser'>;

function pairFor({ id, isStaff, isSuperuser }: Rights, sid: string): TokenPair {
  return { sid, id: String(id), isStaff, isSuperuser, issuedAt: currentSeconds() };
}

// One answer for all: whoever holds a stolen token need not learn why it is of no use.
function refused(): Unauthorized {
  return new Unauthorized('The refresh token is not good any more: sign in and obtain a new one');
}
