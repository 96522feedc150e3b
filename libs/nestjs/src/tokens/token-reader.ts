import {
  type JwtClaims,
  type MwtClaims,
  type TokenRefusal,
  verifyJwt,
  verifyMwt,
} from '@mizan/protocol/tokens';
import { type BroughtToken, findBearer, findMwt } from './token-headers.js';
import type { JwtSettings, MwtSettings, TokenSettings } from './token-settings.js';
import type { TokenClaims } from './tokens-options.js';
import { VerifiedTokens } from './verified-tokens.js';

/** What came of the token that a request brings. */
export type TokenReading =
  | { readonly kind: 'verified'; readonly claims: TokenClaims }
  | { readonly kind: 'refused'; readonly reason: TokenRefusal | 'several' };

/** Finds and verifies the tokens of requests, of those kinds that are configured. */
export class TokenReader {
  readonly #mwts: VerifiedTokens<MwtClaims>;
  readonly #jwts: VerifiedTokens<JwtClaims>;

  constructor(private readonly settings: TokenSettings) {
    this.#mwts = new VerifiedTokens(settings);
    this.#jwts = new VerifiedTokens(settings);
  }

  /** `X-Mizan-Token` counts before Bearer, but no other may be bad. Undefined when there is none. */
  read(request: object): Promise<TokenReading> | undefined {
    const { mwt, jwt } = this.settings;
    const mwtToken = mwt && findMwt(request);
    const jwtToken = jwt && findBearer(request);
    const first = mwt && mwtToken && this.#readMwt(mwtToken, mwt);
    const second = jwt && jwtToken && this.#readJwt(jwtToken, jwt);
    return first && second ? bothOf(first, second) : (first ?? second);
  }

  async #readMwt(brought: BroughtToken, { keys, audience }: MwtSettings): Promise<TokenReading> {
    if (brought.kind === 'several') return several;
    const { clockTolerance } = this.settings;
    const verdict = await this.#mwts.check(brought.text, () =>
      verifyMwt(brought.text, keys, { audience, clockTolerance }),
    );
    return verdict.kind === 'refused'
      ? verdict
      : { kind: 'verified', claims: { kind: 'mwt', ...verdict.claims } };
  }

  async #readJwt(brought: BroughtToken, { keys }: JwtSettings): Promise<TokenReading> {
    if (brought.kind === 'several') return several;
    const { clockTolerance } = this.settings;
    const verdict = await this.#jwts.check(brought.text, () =>
      verifyJwt(brought.text, keys, { type: 'access', clockTolerance }),
    );
    return verdict.kind === 'refused'
      ? verdict
      : { kind: 'verified', claims: { kind: 'jwt', ...verdict.claims } };
  }
}

const several: TokenReading = { kind: 'refused', reason: 'several' };

async function bothOf(one: Promise<TokenReading>, other: Promise<TokenReading>): Promise<TokenReading> {
  const [first, second] = await Promise.all([one, other]);
  return second.kind === 'refused' ? second : first;
}
