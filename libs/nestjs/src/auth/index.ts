export { Auth, readAuthRule } from './auth.decorator.js';
export { findAuthProblem, isAuthPolicy, isAuthWord } from './auth-rule.js';
export { compileAuthRule } from './compile-auth-rule.js';
export { guardsOnly, GuardsPassed, isGuardedCall } from './guarded-call.js';
export { MizanAuthGuard } from './mizan-auth.guard.js';
export type { AuthCall, AuthPolicy, AuthPredicate, AuthRule, AuthWord } from './auth-rule.js';
export type { AuthCheck } from './compile-auth-rule.js';
export type { GuardedCall } from './guarded-call.js';
