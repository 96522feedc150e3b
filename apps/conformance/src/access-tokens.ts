import { randomBytes } from 'node:crypto';
import type { TokensOptions } from '@mizan/nestjs';
import { mintJwt, secretTokenKey } from '@mizan/protocol/tokens';
import { findCaller, findCallerById } from './callers.js';

const key = randomBytes(32).toString('hex');

/** Access tokens are taken, beside the session. */
export const tokens: TokensOptions = {
  jwt: { key, sessions: false },
  identity: ({ sub }) => findCallerById(sub),
};

/** An access token of `ada`, `sam` or `root`. */
export async function mintAccessToken(name: string): Promise<string> {
  const caller = findCaller(name);
  if (caller === null) throw new Error(`There is no caller ${name}`);
  const { id, isStaff, isSuperuser } = caller;
  const subject = { id, sessionId: 'none', isStaff, isSuperuser };
  return mintJwt(subject, secretTokenKey(key), { type: 'access', now: Math.floor(Date.now() / 1000) });
}
