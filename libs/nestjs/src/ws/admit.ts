import { BadToken } from '../errors/index.js';
import type { IdentityResolver, MizanIdentity } from '../identity/index.js';
import { type Handshake, SocketRequest } from './socket-request.js';

/** Under which headers an access token may be that a URL brings (PROTOCOL 10). */
const tokenHeaders: readonly ((token: string) => Readonly<Record<string, string>>)[] = [
  (token) => ({ authorization: `Bearer ${token}` }),
  (token) => ({ 'x-mizan-token': token }),
];

/** Who opened a connection, as far as its URL says. */
export interface Admission {
  readonly handshake: Handshake;
  /** `bad` when the URL brought one that is not valid: then the socket is nobody's, whatever its cookies are. */
  readonly token: 'none' | 'good' | 'bad';
}

/** Reads `?token=` (PROTOCOL 11). A good one stands in a header from here on, since browsers cannot send it there. */
export async function admit(handshake: Handshake, identities: IdentityResolver): Promise<Admission> {
  const token = new URL(handshake.url, 'ws://localhost').searchParams.get('token');
  if (token === null) return { handshake, token: 'none' };
  const headers = { ...handshake.headers, authorization: undefined, 'x-mizan-token': undefined };
  let isLookedAt = false;
  for (const headerOf of tokenHeaders) {
    const bearing = { ...handshake, headers: { ...headers, ...headerOf(token) }, rawHeaders: [] };
    const holder = await findHolder(bearing, identities);
    if (holder !== undefined) isLookedAt = true;
    if (holder) return { handshake: bearing, token: 'good' };
  }
  return { handshake, token: isLookedAt ? 'bad' : 'none' };
}

/** Null when the token is bad; undefined when tokens of this kind are not looked at. */
async function findHolder(
  handshake: Handshake,
  identities: IdentityResolver,
): Promise<MizanIdentity | null | undefined> {
  try {
    return await identities.resolveToken(new SocketRequest(handshake));
  } catch (error) {
    if (error instanceof BadToken) return null;
    throw error;
  }
}
