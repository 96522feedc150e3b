import { BadToken } from '../errors/index.js';
import type { IdentityResolver } from '../identity/index.js';
import type { Handshake } from './handshake.js';
import { SocketRequest } from './socket-request.js';

/** Under which headers an access token may be that a URL brings (PROTOCOL 10). */
const tokenHeaders: readonly ((token: string) => Readonly<Record<string, string>>)[] = [
  (token) => ({ authorization: `Bearer ${token}` }),
  (token) => ({ 'x-mizan-token': token }),
];

/** Who opened a connection, as far as its token says. */
export interface Admission {
  readonly handshake: Handshake;
  /**
   * - `good`: the connection ends with it;
   * - `bad`: the URL brought it, and the socket is nobody's, whatever its cookies are;
   * - `none`: also when a header brought a bad one. Then every call is refused, as over HTTP.
   */
  readonly token: 'none' | 'good' | 'bad';
}

/** A connection that is being opened. */
export interface Opening {
  readonly admission: Admission;
  /** Stands for the opening itself. Whom its token is for has been asked. */
  readonly request: SocketRequest;
}

/**
 * Looks at the token of a connection. One in `?token=` (PROTOCOL 11) that is good stands in a header from here on, since
 * browsers cannot send it there.
 *
 * @throws whatever keeps a token from being judged
 */
export async function admit(handshake: Handshake, identities: IdentityResolver): Promise<Opening> {
  const request = new SocketRequest(handshake);
  const token = new URLSearchParams(handshake.url.slice(handshake.url.indexOf('?') + 1)).get('token');
  if (token === null) {
    const isGood = (await judge(request, identities)) === 'good';
    return { request, admission: { handshake, token: isGood ? 'good' : 'none' } };
  }
  let isBad = false;
  for (const headerOf of tokenHeaders) {
    const bearing = bear(handshake, headerOf(token));
    const bearer = new SocketRequest(bearing);
    const verdict = await judge(bearer, identities);
    if (verdict === 'good') return { request: bearer, admission: { handshake: bearing, token: 'good' } };
    isBad ||= verdict === 'bad';
  }
  if (isBad) identities.assume(request, null);
  return { request, admission: { handshake, token: isBad ? 'bad' : 'none' } };
}

/** Puts the token of the URL in the place of all that the headers bring. */
function bear(handshake: Handshake, header: Readonly<Record<string, string>>): Handshake {
  return handshake.with({ authorization: undefined, 'x-mizan-token': undefined, ...header });
}

/** `none` also when tokens of this kind are not looked at. */
async function judge(request: SocketRequest, identities: IdentityResolver): Promise<Admission['token']> {
  try {
    return (await identities.resolveToken(request)) === undefined ? 'none' : 'good';
  } catch (error) {
    if (error instanceof BadToken) return 'bad';
    throw error;
  }
}
