export { BadToken, badTokenHeaders } from './bad-token.js';
export {
  BadRequest,
  Conflict,
  Forbidden,
  GatewayTimeout,
  Gone,
  MethodNotAllowed,
  NotFound,
  NotImplemented,
  PayloadTooLarge,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
  UnsupportedMediaType,
  ValidationFailed,
} from './error-classes.js';
export { findShortSecret } from './find-short-secret.js';
export { MizanBootError } from './mizan-boot-error.js';
export { isMizanError, MizanError } from './mizan-error.js';
export { markNotRun } from './not-run-mark.js';
export { toErrorReply } from './to-error-reply.js';
export type { FieldMessages } from './error-classes.js';
export type { BootProblem } from './mizan-boot-error.js';
export type { ErrorDetails, MizanErrorOptions } from './mizan-error.js';
