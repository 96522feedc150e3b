import { Readable } from 'node:stream';
import {
  type MergeEntry,
  type ParamValue,
  readErrorReply,
  type Target,
  writeCallReply,
} from '@mizan/protocol';
import type { INestApplicationContext } from '@nestjs/common';
import { type ContextSource, contextName } from '../declare/context-ref.js';
import type { FunctionMethod } from '../declare/function-metadata.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import type { CallOutcome } from '../dispatch/outcome.js';
import { MizanError } from '../errors/index.js';
import { IdentityResolver, type MizanIdentity } from '../identity/index.js';
import { readPendingCall } from '../http/read-pending-call.js';
import { MizanRegistry } from '../registry/mizan-registry.js';
import { Uploads } from '../uploads/index.js';
import { LocalExchange, type LocalRequest } from './local-exchange.js';
import { toMultipart } from './to-multipart.js';

/** Who calls; flags that are left out are false. */
export type TestIdentity = Partial<MizanIdentity> & Pick<MizanIdentity, 'id'>;

/** What a call answered, as a client reads it: dates are texts, and only declared fields are there. */
export interface TestReply<Result> {
  readonly result: Result;
  /** What the call made stale (PROTOCOL 5). */
  readonly invalidate: readonly Target[];
  /** What the call merges (PROTOCOL 6). */
  readonly merge: readonly MergeEntry[];
}

/** A function: its wire name, or its method as `() => TicketFunctions.prototype.closeTicket` or by `functionOf`. */
type FunctionSource = string | (() => FunctionMethod);

/** Params of a context. What is undefined or null is left out, as in a URL. */
export type TestParams = Readonly<Record<string, ParamValue | undefined>>;

/** Calls the functions of an app as one caller, without HTTP. */
export interface TestCaller {
  /**
   * Calls a function.
   *
   * @typeParam Result what the result is; the compiler takes your word for it
   * @param source the name or the method
   * @param input left out, it is empty; a `Blob` or a `File` in it is sent as a page sends it
   * @throws MizanError as a client would get it; an answer of an exception filter too
   */
  call<Result = unknown>(source: FunctionSource, input?: object): Promise<TestReply<Result>>;
  /**
   * Reads the bundle of a context: what each of its functions answers, by wire name.
   *
   * @throws MizanError as a client would get it; an answer of an exception filter too
   */
  context<Bundle = Record<string, unknown>>(context: ContextSource, params?: TestParams): Promise<Bundle>;
}

/** Nobody, who can become somebody. */
export interface MizanTesting extends TestCaller {
  /**
   * The same app with somebody signed in: it is their identity, whatever the option `identity` says. An object with
   * all flags, such as an entity of the app, comes to `@Identity()` as it is.
   */
  as(identity: TestIdentity | null): TestCaller;
}

/**
 * Calls functions in tests, through the dispatcher that HTTP goes through: guards, interceptors, pipes, validation,
 * serialization and filters all hold. What belongs to HTTP does not: CSRF, body limits, middleware.
 *
 * @param app any Nest application or context after `init()`, such as a `TestingModule`
 *
 * @example
 * ```ts
 * const agent = mizanTesting(app).as({ id: 1, isStaff: true });
 * const { invalidate } = await agent.call('close_ticket', { ticket_id: 7 });
 * ```
 */
export function mizanTesting(app: INestApplicationContext): MizanTesting {
  const open = (identity: TestIdentity | null) => new LocalCaller(app, identity);
  const nobody = open(null);
  return { as: open, call: nobody.call.bind(nobody), context: nobody.context.bind(nobody) };
}

class LocalCaller implements TestCaller {
  readonly #identity: MizanIdentity | null;
  readonly #dispatcher: Dispatcher;
  readonly #registry: MizanRegistry;
  readonly #identities: IdentityResolver;
  readonly #uploads: Uploads;

  constructor(app: INestApplicationContext, who: TestIdentity | null) {
    this.#identity = who === null ? null : fillFlags(who);
    this.#dispatcher = app.get(Dispatcher, { strict: false });
    this.#registry = app.get(MizanRegistry, { strict: false });
    this.#identities = app.get(IdentityResolver, { strict: false });
    this.#uploads = app.get(Uploads, { strict: false });
  }

  async call<Result>(source: FunctionSource, input: object = {}): Promise<TestReply<Result>> {
    this.#requireStart();
    const name = typeof source === 'string' ? source : nameOf(this.#registry, source);
    const body = toMultipart(name, input);
    const { outcome, exchange } = await (body === undefined
      ? this.#callJson(name, input)
      : this.#callMultipart(body));
    if (outcome.kind !== 'success') throw readFailure(outcome, exchange);
    const { result, invalidate, merge, merged } = outcome;
    const reply: TestReply<Result> = JSON.parse(writeCallReply(result, invalidate, merge, merged));
    return { ...reply, invalidate, merge: reply.merge ?? [] };
  }

  async #callJson(name: string, input: object): Promise<Ended> {
    // As JSON, which is all that can come over a wire.
    const args: unknown = JSON.parse(JSON.stringify(input));
    const exchange = this.#open({ method: 'POST', body: { fn: name, args }, query: {} });
    const outcome = await this.#dispatcher.call({ name, source: { kind: 'json', args } }, exchange);
    return { outcome, exchange };
  }

  /** Files go the way that they would go over a wire, so that what is expected of them holds. */
  async #callMultipart(form: FormData): Promise<Ended> {
    const sent = new Response(form);
    const upload = this.#uploads.open({
      contentType: sent.headers.get('Content-Type') ?? '',
      contentEncoding: undefined,
      body: Readable.from([Buffer.from(await sent.arrayBuffer())]),
    });
    try {
      const exchange = this.#open({ method: 'POST', body: undefined, query: {} });
      const outcome = await this.#dispatcher.call(await readPendingCall(upload), exchange);
      return { outcome, exchange };
    } finally {
      upload.stop();
      await upload.end();
    }
  }

  async context<Bundle>(context: ContextSource, params: TestParams = {}): Promise<Bundle> {
    this.#requireStart();
    const query = toQuery(params);
    const exchange = this.#open({ method: 'GET', body: undefined, query });
    const source = { kind: 'text', params: new URLSearchParams(query) } as const;
    const outcome = await this.#dispatcher.readContext({ name: contextName(context), source }, exchange);
    if (outcome.kind !== 'success') throw readFailure(outcome, exchange);
    return JSON.parse(outcome.bundle);
  }

  #requireStart(): void {
    if (this.#dispatcher.isPrepared) return;
    throw new Error('The app has not started, so it has no functions yet: call `await app.init()` first');
  }

  #open(request: Pick<LocalRequest, 'method' | 'body' | 'query'>): LocalExchange {
    const user = this.#identity ?? undefined;
    const exchange = new LocalExchange({
      ...request,
      url: '/',
      headers: {},
      ip: '127.0.0.1',
      params: {},
      user,
    });
    this.#identities.assume(exchange.request, this.#identity);
    return exchange;
  }
}

interface Ended {
  readonly outcome: CallOutcome;
  readonly exchange: LocalExchange;
}

function fillFlags(who: TestIdentity): MizanIdentity {
  return isComplete(who) ? who : { isStaff: false, isSuperuser: false, permissions: [], ...who };
}

// A copy would lose what a class computes.
function isComplete(who: TestIdentity): who is MizanIdentity {
  return [who.isStaff, who.isSuperuser, who.permissions].every((flag) => flag !== undefined);
}

function nameOf(registry: MizanRegistry, source: () => FunctionMethod): string {
  const method: unknown = source();
  for (const [name, { record }] of registry.functions) if (record.method === method) return name;
  throw new TypeError(
    'This method is no function of the app: is @MizanClient on it, and is its class provided?',
  );
}

function toQuery(params: TestParams): Record<string, string> {
  const said = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(said.map(([name, value]) => [name, String(value)]));
}

function readFailure(
  outcome: Exclude<CallOutcome, { kind: 'success' }>,
  { response }: LocalExchange,
): MizanError {
  const answer = outcome.kind === 'failure' ? outcome : response.answer;
  const status = answer?.status ?? 500;
  const { code, message, details } = readErrorReply(status, answer?.body);
  return new MizanError(code, message, { status, details });
}
