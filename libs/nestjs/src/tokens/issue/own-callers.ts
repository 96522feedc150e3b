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
   * @throws Unauthorized for nobody
   * @throws Forbidden for a call that is made with a token
   */
  require(who: MizanIdentity | null, request: object): MizanIdentity {
    if (who === null) throw new Unauthorized();
    if (this.identities.resolveToken(request) === undefined) return who;
    throw new Forbidden('A token obtains no other one: call without it, as whoever is signed in');
  }
}
