import type { HeaderRecord } from './http-transport.js';

/** Times in milliseconds since 1970. */
export interface Token {
  /** What requests bring; nothing where nobody is signed in. */
  readonly headers: HeaderRecord;
  /** Whose it is; null for nobody's, undefined while that is not known. */
  readonly subject?: unknown;
  /** What the next one is asked for with. */
  readonly refreshToken?: unknown;
  /** Used from then on, it is renewed. */
  readonly renewAt: number;
  /** From then on it is not used. */
  readonly endsAt: number;
}

/** Nobody has been asked for yet. */
export const unknown: Token = { headers: {}, renewAt: 0, endsAt: 0 };

/** Nobody is signed in. That ends like a token, since somebody may sign in in another tab. */
export function nobody(): Token {
  const now = Date.now();
  return { headers: {}, subject: null, renewAt: now + 48_000, endsAt: now + 60_000 };
}

/** The same, to be renewed before it is used. */
function outdate(token: Token): Token {
  return { ...token, renewAt: 0, endsAt: 0 };
}

/** How long a renewal that failed is not tried again while requests can go on without it, in milliseconds. */
const pause = 5000;

/** The token of one person, renewed when one needs it, once for all that need it at the time. */
export class HeldToken {
  #token: Token;
  readonly #renew: (old: Token) => Promise<Token>;
  #renewal: Promise<Token> | undefined;

  constructor(first: Token, renew: (old: Token) => Promise<Token>) {
    this.#token = first;
    this.#renew = renew;
  }

  /**
   * What to use now. Nobody waits for the next one while the present one is good.
   *
   * @throws what `renew` throws, where a token of somebody has ended
   */
  async current(): Promise<Token> {
    const now = Date.now();
    const token = this.#token;
    if (now < token.renewAt) return token;
    const renewal = (this.#renewal ??= this.#startRenewal());
    return now < token.endsAt ? token : renewal;
  }

  /** Has a token that was refused renewed before it is used again, unless it has been renewed meanwhile. */
  doubt(token: Token): void {
    if (this.#token === token) this.#token = outdate(token);
  }

  /**
   * What to use when no next one could be had: the present one while it is good; where nobody was known to be signed in,
   * none, since the session says who calls as well. What somebody wanted is not left to the session, which may have
   * become another's.
   */
  #withoutNext(failure: unknown): Token {
    const now = Date.now();
    const isGood = now < this.#token.endsAt;
    if (!isGood && typeof this.#token.subject === 'string') throw failure;
    return { ...(isGood ? this.#token : nobody()), renewAt: now + pause };
  }

  #startRenewal(): Promise<Token> {
    const renewal = this.#renew(this.#token)
      .catch((failure: unknown) => this.#withoutNext(failure))
      .then((token) => (this.#token = token))
      .finally(() => (this.#renewal = undefined));
    // Perhaps nobody waits for it.
    renewal.catch(() => undefined);
    return renewal;
  }
}
