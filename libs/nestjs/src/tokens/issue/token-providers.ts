import type { Provider } from '@nestjs/common';
import { type TokenSettings, tokenSettingsToken } from '../token-settings.js';
import { JwtFunctions } from './jwt-functions.js';
import { JwtIssuer } from './jwt-issuer.js';
import { MwtFunctions } from './mwt-functions.js';
import { MwtIssuer } from './mwt-issuer.js';
import { OwnCallers } from './own-callers.js';
import type { TokenKind } from './token-kinds.js';

/** What the functions of these kinds of tokens need, and the functions themselves. */
export function tokenProviders(kinds: readonly TokenKind[]): readonly Provider[] {
  if (kinds.length === 0) return [];
  return [OwnCallers, ...kinds.flatMap((kind) => providersOf[kind])];
}

const providersOf: Readonly<Record<TokenKind, readonly Provider[]>> = {
  mwt: [
    {
      provide: MwtIssuer,
      inject: [tokenSettingsToken],
      useFactory: ({ mwt }: TokenSettings) => new MwtIssuer(configured(mwt)),
    },
    MwtFunctions,
  ],
  jwt: [
    {
      provide: JwtIssuer,
      inject: [tokenSettingsToken],
      useFactory: (settings: TokenSettings) => new JwtIssuer(configured(settings.jwt), settings),
    },
    JwtFunctions,
  ],
};

// `checkTokenKinds` has seen to it.
function configured<Settings>(settings: Settings | undefined): Settings {
  if (settings === undefined) throw new Error('The functions of a kind of tokens that is not configured');
  return settings;
}
