import { Logger } from '@nestjs/common';
import { type MizanIdentity, readIdentity } from '../identity/index.js';
import type { LoadTokenIdentity, TokenClaims } from './tokens-options.js';

// By option, since calls and refreshing ask the same one.
const told = new WeakSet<LoadTokenIdentity>();

/**
 * Whom the option `tokens.identity` says that a token is for; null for nobody, and for somebody else than the token
 * says: then the option is wrong, and the log says so once.
 */
export async function loadHolder(
  load: LoadTokenIdentity,
  claims: TokenClaims,
): Promise<MizanIdentity | null> {
  const identity = readIdentity(await load(claims), 'tokens.identity');
  if (identity === null || String(identity.id) === claims.sub) return identity;
  if (!told.has(load)) {
    new Logger('Mizan').error(
      `tokens.identity answered for the token of ${JSON.stringify(claims.sub)} with the identity ${JSON.stringify(String(identity.id))}: the token is refused. Both ids must be the same text.`,
    );
  }
  told.add(load);
  return null;
}
