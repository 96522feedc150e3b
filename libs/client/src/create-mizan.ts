import type { CallReply, Target } from '@mizan/protocol';
import { ContextCache } from './context-cache.js';
import type { ContextStore } from './context-store.js';
import { type HttpOptions, httpTransport } from './http-transport.js';
import { toMizanError } from './mizan-error.js';
import type { Realtime, RealtimeTransport } from './realtime/realtime-transport.js';
import type { ContextRef, FunctionRef, InputFirst, LooseParams, ParamsFirst } from './refs.js';
import { retryRead } from './retry-read.js';
import type { CallRequest, ContextRequest, Transport } from './transport.js';
import { watchPage, type WatchOptions } from './watch-page.js';

/** A transport brings tokens by itself, if any: `httpTransport({ tokens })`. */
export type MizanOptions = ClientOptions & ({ readonly transport?: undefined } | { readonly tokens?: false });

interface ClientOptions extends HttpOptions, WatchOptions {
  /** How requests reach the server. @default HTTP, with `baseUrl`, `getHeaders`, `credentials`, `fetch` and `tokens` */
  readonly transport?: Transport | undefined;
  /** Opens a socket besides, when one is needed: `realtime()` of `@mizan/client/realtime`. @default none */
  readonly realtime?: Realtime | undefined;
  /** How long the data of a context that nobody shows is kept, in milliseconds. Shown again, it is refreshed. @default 60_000 */
  readonly keepMs?: number;
}

export interface FetchOptions {
  /** Gives the request up; the promise is rejected with the code `ABORTED`. */
  readonly signal?: AbortSignal;
}

export interface CallOptions extends FetchOptions, Pick<CallRequest, 'idempotencyKey' | 'onProgress'> {}

/** A client of one Mizan server. Two clients share nothing. */
export interface Mizan {
  /**
   * Calls a function, never twice, and refreshes what it made stale: mounted contexts at the next tick, others when
   * they are shown again.
   *
   * @throws {MizanError}
   */
  readonly call: <Input, Output>(
    ref: FunctionRef<Input, Output>,
    ...rest: InputFirst<Input, [options?: CallOptions]>
  ) => Promise<Output>;
  /** Reads a context anew, sharing the read that is under way; whoever shows it sees the answer too. @throws {MizanError} */
  readonly fetch: <P extends object, B>(
    ref: ContextRef<P, B>,
    ...rest: ParamsFirst<P, [options?: FetchOptions]>
  ) => Promise<B>;
  /** The store of a context: one for the same params. Nothing is read before somebody subscribes. */
  readonly context: <P extends object, B>(
    ref: ContextRef<P, B>,
    ...rest: ParamsFirst<P, []>
  ) => ContextStore<B>;
  /** Says what is stale, as the reply of a mutation does (PROTOCOL 5). */
  readonly invalidate: (targets: Target | readonly Target[]) => void;
  /**
   * Forgets everything, and reads what is mounted again. To be called when somebody signed in or out. Who awaits a
   * `fetch` of before gets `UNAUTHORIZED`, not another's data.
   */
  readonly reset: () => void;
  /** Calls `listener` after somebody signed in or out, until what it returns is called: what is kept of a person ends. */
  readonly onReset: (listener: () => void) => () => void;
  /** What channels go through. */
  readonly realtime: RealtimeTransport | undefined;
}

/** Makes a client. Nothing is sent, and no page is needed, before it is used. */
export function createMizan(options: MizanOptions = {}): Mizan {
  const http = options.transport ?? httpTransport(options);
  const realtime = options.realtime?.(http, options);
  const transport = realtime ?? http;
  const cache = new ContextCache({
    read: (request, signal) => retryRead(() => transport.read(request, signal), signal),
    keepMs: options.keepMs ?? 60_000,
    watch: (refetch) => watchPage(options, refetch),
    transport,
  });
  const listeners = new Set<() => void>();

  function forget(): void {
    cache.reset();
    for (const listener of listeners) listener();
  }
  transport.watchIdentity?.(forget);

  async function send(request: CallRequest, signal: AbortSignal | undefined): Promise<CallReply> {
    try {
      return await transport.call(request, signal);
    } catch (thrown) {
      throw toMizanError(thrown, signal);
    }
  }

  // Refs carry the types that the server was asked for when they were generated: the casts take them at their word.
  return {
    async call({ name, overSocket, body }, input?: unknown, { signal, ...told }: CallOptions = {}) {
      const sentAt = cache.tick();
      const {
        result,
        merge = [],
        invalidate = [],
      } = await send({ fn: name, args: input, overSocket, body, ...told }, signal);
      cache.merge(merge, sentAt);
      cache.invalidate(invalidate);
      return result as never;
    },
    fetch: (ref, params: object = {}, fetchOptions?: FetchOptions) =>
      cache.fetch(toRequest(ref, params), fetchOptions?.signal) as Promise<never>,
    context: (ref, params: object = {}) => cache.store(toRequest(ref, params)) as ContextStore<never>,
    invalidate: (targets) => cache.invalidate([targets].flat()),
    reset() {
      transport.reset?.();
      forget();
    },
    onReset(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    realtime,
  };
}

function toRequest(
  { name, overSocket }: Pick<ContextRef<object, unknown>, 'name' | 'overSocket'>,
  params: object,
): ContextRequest {
  return { context: name, params: params as LooseParams, overSocket };
}
