import { Injectable } from '@nestjs/common';
import { Forbidden, Unauthorized } from '../../errors/index.js';
import { IdentityResolver, type MizanIdentity } from '../../identity/index.js';

/**
 * Lets those obtain tokens whom the app itself knows: by a session, or whatever its option `identity` asks. Whom only a
 * token stands for may not, else a stolen one could be exchanged for ever: a short one for the next, or for one that
 * lives for days.
 */
@Injectable()
export class OwnCallers {
  constructor(private readonly identities: IdentityResolver) {}

  /**
   * @throws Unauthorized for nobody, and for a bad token that something behind the transport has put there
   * @throws Forbidden for a call that is made with a token
   */
  async require(who: MizanIdentity | null, request: object): Promise<MizanIdentity> {
    if (who === null) throw new Unauthorized();
    const bearer = this.identities.resolveToken(request);
    if (bearer === undefined) return who;
    await bearer;
    throw new Forbidden('A token obtains no other one: call without it, as whoever is signed in');
  }
}
