export { IdentifiedCall } from './identified-call.js';
export { Identity } from './identity.decorator.js';
export { IdentityResolver, type IdentityTokens } from './identity-resolver.js';
export { isThenable } from './is-thenable.js';
export { missingModule } from './missing-module.js';
export { keepPermissionKey, permissionKeyOf } from './permission-key.js';
export { readIdentity } from './read-identity.js';
export { readPassportUser } from './read-passport-user.js';
export type { MizanIdentity, ReadIdentity } from './mizan-identity.js';
