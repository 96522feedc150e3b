export { Auth } from './auth.decorator.js';
export { MizanAuthGuard } from './mizan-auth.guard.js';
export type { AuthCall, AuthPolicy, AuthPredicate, AuthRule, PermissionRule } from './auth-rule.js';
