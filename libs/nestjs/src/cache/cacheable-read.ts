import type { Params } from '@mizan/protocol';
import type { BundleOutcome } from '../dispatch/outcome.js';
import type { MizanIdentity } from '../identity/index.js';

/** A read of a context whose guards and auth rules have let the caller pass: what the cache must know of it. */
export interface CacheableRead {
  readonly request: object;
  /** Whom the auth rule of each function let in; undefined for one without a rule. */
  readonly authorized: readonly (MizanIdentity | null | undefined)[];
  /** What was sent, converted, without constraints; undefined when its shape is wrong. */
  peekParams(): Params | undefined;
  /** Computes the bundle. What goes wrong is an outcome. */
  run(): Promise<BundleOutcome>;
}
