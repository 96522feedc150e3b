import type { CallReply } from '@mizan/protocol';
import type { LooseParams } from './refs.js';

/** What every function of a context gives, by wire name. */
export type Bundle = Readonly<Record<string, unknown>>;

/** One call of one function. `args` is undefined for a function without input. */
export interface CallRequest {
  readonly fn: string;
  readonly args: unknown;
}

/** One read of one context. */
export interface ContextRequest {
  readonly context: string;
  readonly params: LooseParams;
}

/**
 * How requests reach a server. It only sends and reads: sharing, retries and invalidation are the kernel's.
 * A failure that the server answered is thrown as MizanError; anything else thrown counts as a network failure.
 */
export interface Transport {
  call(request: CallRequest, signal: AbortSignal | undefined): Promise<CallReply>;
  read(request: ContextRequest, signal: AbortSignal): Promise<Bundle>;
  /** Forgets what belongs to the session; called when somebody signs in or out. */
  reset?(): void;
  /** Is given what to call when requests turn out to be another person's than before, without a `reset`. */
  watchIdentity?(changed: () => void): void;
}
