import { Logger } from '@nestjs/common';
import { BadToken } from '../errors/index.js';
import { type IdentityTokens, keepPermissionKey, type MizanIdentity } from '../identity/index.js';
import { loadHolder } from './load-holder.js';
import { TokenReader } from './token-reader.js';
import type { TokenSettings } from './token-settings.js';
import type { TokenClaims } from './tokens-options.js';

/** For how long the log does not repeat why tokens are refused. */
const quietMs = 60_000;

/** Whom the token of a request is for: by what it says, or by what the app makes of it. */
export class TokenIdentities implements IdentityTokens {
  readonly #logger = new Logger('Mizan');
  readonly #reader: TokenReader;
  readonly #told = new Map<string, number>();

  constructor(private readonly settings: TokenSettings) {
    this.#reader = new TokenReader(settings);
  }

  identify(request: object): Promise<MizanIdentity> | undefined {
    const reading = this.#reader.read(request);
    return reading?.then((read) =>
      read.kind === 'verified' ? this.#identityOf(read.claims) : this.#refuse(read.reason),
    );
  }

  async #identityOf(claims: TokenClaims): Promise<MizanIdentity> {
    const identity = await this.#load(claims);
    if (identity === null) return this.#refuse('nobody has it any more');
    const isCurrent = this.settings.mwt?.isCurrent;
    if (claims.kind === 'jwt' || isCurrent === undefined) return identity;
    const answer: unknown = await isCurrent(identity, claims.pkey);
    // Only `true` is a yes, as with the predicates of rules.
    return answer === true ? identity : this.#refuse('its rights have changed');
  }

  async #load(claims: TokenClaims): Promise<MizanIdentity | null> {
    const { identity: load } = this.settings;
    if (load !== undefined) return loadHolder(load, claims);
    const identity = { id: claims.sub, isStaff: claims.staff, isSuperuser: claims.super, permissions: [] };
    if (claims.kind === 'mwt') keepPermissionKey(identity, claims.pkey);
    return identity;
  }

  // One answer for all: what exactly is wrong helps only those who make tokens up.
  #refuse(reason: string): never {
    this.#tell(reason);
    throw new BadToken('The token is not valid, or not any more: obtain a new one');
  }

  // Anybody may bring bad tokens, as many as he likes, and Nest's logger writes such lines unless it is told not to.
  #tell(reason: string): void {
    const now = Date.now();
    const last = this.#told.get(reason);
    if (last !== undefined && Math.abs(now - last) < quietMs) return;
    this.#told.set(reason, now);
    this.#logger.debug(`A token was refused: ${reason}`);
  }
}
