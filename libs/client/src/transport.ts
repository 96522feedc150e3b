import type { CallReply } from '@mizan/protocol';
import type { FunctionRefOptions, LooseParams, RefOptions } from './refs.js';

/** What every function of a context gives, by wire name. */
export type Bundle = Readonly<Record<string, unknown>>;

/** One call of one function. `args` is undefined for a function without input. */
export interface CallRequest extends FunctionRefOptions {
  readonly fn: string;
  readonly args: unknown;
  /** What others are told of it by, so that whoever sent it knows that it is its own (PROTOCOL 13). */
  readonly change?: string | undefined;
  /** Is told how much has been sent, in bytes, where that can be told. */
  readonly onProgress?: ((sent: number, total: number) => void) | undefined;
  /** What makes the call happen once, however often it is sent (PROTOCOL 13). */
  readonly idempotencyKey?: string | undefined;
}

/** Writes what is sent for a call; undefined for JSON. */
export type BodyWriter = (request: CallRequest) => WrittenBody | undefined;

export interface WrittenBody {
  readonly body: BodyInit;
  /** Sends it, where it takes more than `fetch` can do. An app that has a `fetch` of its own is asked first. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** One read of one context. */
export interface ContextRequest extends RefOptions {
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
  /**
   * Has a context kept up to date until what it returns is called: `refetch` is called whenever it may be stale. Where
   * this is missing, `live` does nothing.
   */
  watch?(request: ContextRequest, refetch: () => void): () => void;
  /**
   * The token for a connection that cannot send headers; undefined where there is none.
   *
   * @param isRefused whether the one of before is no longer good
   */
  readonly token?: (isRefused: boolean) => Promise<string | undefined>;
}
