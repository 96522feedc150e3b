import {
  type MergeEntry,
  type ParamValue,
  readErrorReply,
  type Target,
  writeCallReply,
} from '@mizan/protocol';
import type { INestApplicationContext } from '@nestjs/common';
import { type ContextSource, contextName } from '../declare/context-ref.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import type { CallOutcome } from '../dispatch/outcome.js';
import { MizanError } from '../errors/index.js';
import { IdentityResolver, type MizanIdentity } from '../identity/index.js';
import { LocalExchange, type LocalRequest } from './local-exchange.js';

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

/** Params of a context. What is undefined or null is left out, as in a URL. */
export type TestParams = Readonly<Record<string, ParamValue | undefined>>;

/** Calls the functions of an app as one caller, without HTTP. */
export interface TestCaller {
  /**
   * Calls a function.
   *
   * @typeParam Result what the result is; the compiler takes your word for it
   * @param name the wire name
   * @param input left out, it is empty
   * @throws MizanError as a client would get it; an answer of an exception filter too
   */
  call<Result = unknown>(name: string, input?: object): Promise<TestReply<Result>>;
  /**
   * Reads the bundle of a context: what each of its functions answers, by wire name.
   *
   * @throws MizanError as a client would get it; an answer of an exception filter too
   */
  context<Bundle = Record<string, unknown>>(context: ContextSource, params?: TestParams): Promise<Bundle>;
}

/** Nobody, who can become somebody. */
export interface MizanTesting extends TestCaller {
  /** The same app with somebody signed in: it is their identity, whatever the option `identity` says. */
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
  return { as: (identity) => createCaller(app, identity), ...createCaller(app, null) };
}

function createCaller(app: INestApplicationContext, who: TestIdentity | null): TestCaller {
  const dispatcher = app.get(Dispatcher, { strict: false });
  const identities = app.get(IdentityResolver, { strict: false });
  const identity = who === null ? null : { isStaff: false, isSuperuser: false, permissions: [], ...who };

  const open = (request: Pick<LocalRequest, 'method' | 'body' | 'query'>): LocalExchange => {
    const user = identity ?? undefined;
    const exchange = new LocalExchange({
      ...request,
      url: '/',
      headers: {},
      ip: '127.0.0.1',
      params: {},
      user,
    });
    identities.assume(exchange.request, identity);
    return exchange;
  };

  return {
    async call<Result>(name: string, input: object = {}): Promise<TestReply<Result>> {
      // As JSON, which is all that can come over a wire.
      const args: unknown = JSON.parse(JSON.stringify(input));
      const exchange = open({ method: 'POST', body: { fn: name, args }, query: {} });
      const outcome = await dispatcher.call({ name, source: { kind: 'json', args } }, exchange);
      return readReply<Result>(outcome, exchange);
    },
    async context<Bundle>(context: ContextSource, params: TestParams = {}): Promise<Bundle> {
      const query = toQuery(params);
      const exchange = open({ method: 'GET', body: undefined, query });
      const source = { kind: 'text', params: new URLSearchParams(query) } as const;
      const outcome = await dispatcher.readContext({ name: contextName(context), source }, exchange);
      if (outcome.kind !== 'success') throw readFailure(outcome, exchange);
      return JSON.parse(outcome.bundle);
    },
  };
}

function toQuery(params: TestParams): Record<string, string> {
  const said = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(said.map(([name, value]) => [name, String(value)]));
}

function readReply<Result>(outcome: CallOutcome, exchange: LocalExchange): TestReply<Result> {
  if (outcome.kind !== 'success') throw readFailure(outcome, exchange);
  const { result, invalidate, merge } = outcome;
  const reply: TestReply<Result> = JSON.parse(writeCallReply(result, invalidate, merge));
  return { ...reply, invalidate, merge: reply.merge ?? [] };
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
