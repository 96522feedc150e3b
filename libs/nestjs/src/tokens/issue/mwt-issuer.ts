import { mintMwt } from '@mizan/protocol/tokens';
import { type MizanIdentity, permissionKeyOf } from '../../identity/index.js';
import type { MwtSettings } from '../token-settings.js';
import type { MwtAnswer } from './token-answers.js';

/** Makes MWTs. */
export class MwtIssuer {
  constructor(private readonly settings: MwtSettings) {}

  async obtain(identity: MizanIdentity): Promise<MwtAnswer> {
    const { keys, audience, ttl } = this.settings;
    const { id, isStaff, isSuperuser } = identity;
    const subject = { id, isStaff, isSuperuser, permissionKey: permissionKeyOf(identity) };
    return { token: await mintMwt(subject, keys[0], { audience, ttl }), expires_in: ttl };
  }
}
