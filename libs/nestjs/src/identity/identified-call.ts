import type { MizanIdentity } from './mizan-identity.js';

/**
 * One call of a function, as guards and parameters are given it beside the request. In a bundle, calls share the
 * request and their guards may sign in different callers, so what the auth rule was asked about is kept here.
 */
export abstract class IdentifiedCall {
  /** Who was authorized; undefined when no rule has asked. */
  identity: MizanIdentity | null | undefined;
}
