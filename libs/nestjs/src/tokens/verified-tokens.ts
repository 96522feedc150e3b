import { findTimeRefusal, type TokenClock, type TokenTimes, type TokenVerdict } from '@mizan/protocol/tokens';

const maxTokens = 1000;

/**
 * Remembers the claims of tokens that were verified, by their whole text: a signature takes longer to check than a
 * small call to run. Only what never changes is kept; times are looked at again, and the app's hooks are asked
 * elsewhere, each time. The least recently used make room.
 */
export class VerifiedTokens<Claims extends TokenTimes> {
  readonly #claims = new Map<string, Claims>();

  constructor(private readonly clock: TokenClock) {}

  /** What `verify` says of a token, asked only for one that is not known. */
  async check(token: string, verify: () => Promise<TokenVerdict<Claims>>): Promise<TokenVerdict<Claims>> {
    const known = this.#claims.get(token);
    // Taken out and put in again, since the order of a Map is that of insertion.
    this.#claims.delete(token);
    const verdict = known === undefined ? await verify() : this.#again(known);
    if (verdict.kind === 'verified') this.#keep(token, verdict.claims);
    return verdict;
  }

  #again(claims: Claims): TokenVerdict<Claims> {
    const reason = findTimeRefusal(claims, this.clock);
    return reason === undefined ? { kind: 'verified', claims } : { kind: 'refused', reason };
  }

  #keep(token: string, claims: Claims): void {
    this.#claims.set(token, claims);
    if (this.#claims.size <= maxTokens) return;
    const [oldest] = this.#claims.keys();
    if (oldest !== undefined) this.#claims.delete(oldest);
  }
}
