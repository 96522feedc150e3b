import { Injectable, Req } from '@nestjs/common';
import { MizanClient } from '../../declare/mizan-client.decorator.js';
import { Identity, type MizanIdentity } from '../../identity/index.js';
import { MwtIssuer } from './mwt-issuer.js';
import { OwnCallers } from './own-callers.js';
import { MwtAnswer } from './token-answers.js';

/** The function of MWTs (PROTOCOL 10). There when `tokens.mwt` is configured. */
@Injectable()
export class MwtFunctions {
  constructor(
    private readonly issuer: MwtIssuer,
    private readonly callers: OwnCallers,
  ) {}

  /** @throws Forbidden for a call that is itself made with a token */
  @MizanClient({
    auth: true,
    output: MwtAnswer,
    description: 'A token for whoever is signed in. Call it with the session, not with a token.',
  })
  async mwtObtain(@Identity() who: MizanIdentity | null, @Req() request: object): Promise<MwtAnswer> {
    return this.issuer.obtain(await this.callers.require(who, request));
  }
}
