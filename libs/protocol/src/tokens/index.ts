export { jwtDefaults, mintJwt, verifyJwt } from './jwt.js';
export { mintMwt, mwtDefaults, mwtHeaderName, verifyMwt } from './mwt.js';
export { maxTokenLength } from './open-token.js';
export { isKeyId } from './sign-token.js';
export { findTimeRefusal } from './token-times.js';
export { secretTokenKey } from './token-key.js';

export type { JwtClaims, JwtSubject, JwtType, MintJwtOptions, VerifyJwtOptions } from './jwt.js';
export type { MintMwtOptions, MwtClaims, MwtSubject, VerifyMwtOptions } from './mwt.js';
export type { TokenAlgorithm, TokenKey, TokenKeyMaterial } from './token-key.js';
export type { SubjectClaims, TokenSubject } from './token-subject.js';
export type { TokenClock, TokenTimes } from './token-times.js';
export type { TokenRefusal, TokenVerdict } from './token-verdict.js';
