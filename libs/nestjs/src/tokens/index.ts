export { TokenIdentities } from './token-identities.js';
export {
  type JwtSettings,
  type MwtSettings,
  readTokenSettings,
  type TokenSettings,
  tokenSettingsToken,
} from './token-settings.js';
export type {
  JwtOptions,
  KeySource,
  LoadTokenIdentity,
  MwtOptions,
  PreviousKey,
  PreviousSecret,
  TokenClaims,
  TokensOptions,
} from './tokens-options.js';
