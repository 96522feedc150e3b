import { givenUpBy } from './given-up-by.js';
import { HeldToken, type Token, unknown } from './held-token.js';
import type { Attempt, PlainHttp, Tokens } from './http-transport.js';
import { isMizanError, otherPerson } from './mizan-error.js';
import { obtainToken, type TokenKind } from './obtain-token.js';
import type { Transport } from './transport.js';

/** MWTs of the function `mwt_obtain`, in the header `X-Mizan-Token` (PROTOCOL 10). */
export function mwtTokens(): Tokens {
  return (http) => tokenTransport(http, 'mwt');
}

/** JWTs of the functions `jwt_obtain` and `jwt_refresh`, in the header `Authorization` (PROTOCOL 10). */
export function jwtTokens(): Tokens {
  return (http) => tokenTransport(http, 'jwt');
}

/**
 * Sends with the token of whoever is signed in. The first request asks for it, later ones renew it ahead of its end, and
 * it is kept in memory only. A visitor who is not signed in has none, which is asked again a minute later.
 */
function tokenTransport(http: PlainHttp, kind: TokenKind): Transport {
  let held = hold(unknown);
  let tellOfOther: (() => void) | undefined;

  function hold(first: Token): HeldToken {
    const own = new HeldToken(first, async (old) => {
      const token = await obtainToken(kind, old, call);
      const isOther = old.subject !== undefined && old.subject !== token.subject;
      if (isOther && own === held) {
        // Somebody signed in or out, in another tab perhaps.
        held = hold(token);
        http.reset();
        tellOfOther?.();
      }
      return token;
    });
    return own;
  }

  async function call(fn: string, args?: object): Promise<unknown> {
    return (await http.call({ fn, args })).result;
  }

  async function send<T>(
    sendOnce: (attempt: Attempt) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const own = held;
    let token = await givenUpBy(own.current(), signal);
    const attempt: Attempt = {
      headers() {
        // What one person wanted must not be done as another.
        if (own !== held) throw otherPerson();
        return token.headers;
      },
    };
    try {
      return await sendOnce(attempt);
    } catch (refusal) {
      if (!saysTokenIsBad(refusal)) throw refusal;
      own.doubt(token);
      if (own !== held) throw refusal;
      token = await givenUpBy(own.current(), signal);
      if (own !== held) throw refusal;
      return sendOnce(attempt);
    }
  }

  return {
    call: (request, signal) => send((attempt) => http.call(request, signal, attempt), signal),
    read: (request, signal) => send((attempt) => http.read(request, signal, attempt), signal),
    reset() {
      held = hold(unknown);
      http.reset();
    },
    watchIdentity(changed) {
      tellOfOther = changed;
    },
    async token(isRefused) {
      const own = held;
      if (isRefused) own.doubt(await own.current());
      const { headers } = await own.current();
      // Without what a header puts before it.
      return Object.values(headers)[0]?.replace('Bearer ', '');
    },
  };
}

/**
 * Whether the server refused the token before anything ran. Only its transport writes this mark; a header would not do,
 * since functions set headers, and a page of another origin does not see them.
 */
function saysTokenIsBad(thrown: unknown): boolean {
  return isMizanError(thrown) && thrown.status === 401 && thrown.details?.['reason'] === 'token';
}
