export { checkKindNames, checkTokenKinds, type TokenKind, tokenKinds } from './issue/token-kinds.js';
export { JwtFunctions } from './issue/jwt-functions.js';
export { MwtFunctions } from './issue/mwt-functions.js';
export { tokenProviders } from './issue/token-providers.js';
export { memoryRotation, type MemoryRotationOptions } from './rotation/memory-rotation.js';
export {
  requestSessions,
  type RequestSessionsOptions,
  type SessionRecord,
} from './session/request-sessions.js';
export { findBlindRules } from './find-blind-rules.js';
export { TokenIdentities } from './token-identities.js';
export { readTokenSettings, type TokenSettings, tokenSettingsToken } from './token-settings.js';
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
export type { RotationStore, RotationSwap } from './rotation/rotation-store.js';
export type { SessionQuestion, TokenSessions } from './session/token-sessions.js';
