import { Injectable, Req } from '@nestjs/common';
import { Arg } from '../../declare/arg.decorator.js';
import { MizanClient } from '../../declare/mizan-client.decorator.js';
import { Identity, type MizanIdentity } from '../../identity/index.js';
import { JwtIssuer } from './jwt-issuer.js';
import { OwnCallers } from './own-callers.js';
import { JwtAnswer } from './token-answers.js';

/** The functions of JWTs (PROTOCOL 10). There when `tokens.jwt` is configured. */
@Injectable()
export class JwtFunctions {
  constructor(
    private readonly issuer: JwtIssuer,
    private readonly callers: OwnCallers,
  ) {}

  /** @throws Forbidden for a call that is itself made with a token */
  @MizanClient({
    auth: true,
    output: JwtAnswer,
    description: 'A pair of tokens for whoever is signed in, bound to the session of the request.',
  })
  async jwtObtain(@Identity() who: MizanIdentity | null, @Req() request: object): Promise<JwtAnswer> {
    return this.issuer.obtain(await this.callers.require(who, request), request);
  }

  /** Anybody may call it: the refresh token says who it is. */
  @MizanClient({
    output: JwtAnswer,
    description: 'A new pair of tokens for a refresh token, while its session exists.',
  })
  jwtRefresh(@Arg('refresh_token') token: string, @Req() request: object): Promise<JwtAnswer> {
    return this.issuer.refresh(token, request);
  }
}
