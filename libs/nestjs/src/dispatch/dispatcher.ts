import { Inject, Injectable } from '@nestjs/common';
import { ApplicationConfig, ExternalContextCreator, ModuleRef } from '@nestjs/core';
import { type OriginCache, originCacheToken } from '../cache/index.js';
import { filtersOf, interceptorsOf, pipesOf } from '../discover/enhancers.js';
import { Forbidden, type MizanError, NotFound, toErrorReply } from '../errors/index.js';
import { FormGate } from '../forms/submit/form-gate.js';
import { Idempotency, readIdempotencyKey } from '../idempotency/index.js';
import { IdentityResolver } from '../identity/index.js';
import { Invalidations, type InvalidationSource } from '../invalidation/invalidations.js';
import { MizanRegistry } from '../registry/mizan-registry.js';
import type { RegisteredFunction } from '../registry/registered-function.js';
import { describeArgs } from '../uploads/index.js';
import { BundleReading } from './bundle-reading.js';
import { isPlainMethod } from './call-method.js';
import { compileCatches } from './compile-catches.js';
import { compileGate } from './compile-gate.js';
import type { Exchange } from './exchange.js';
import type { InputSource } from './function-call.js';
import { createFunctionHost } from './function-host.js';
import { type DispatchedFunction, Invocation } from './invocation.js';
import type { BundleOutcome, CallOutcome, Failure } from './outcome.js';
import { prepareMethod } from './prepare-method.js';
import { RequestScope } from './request-scope.js';
import { resultRecorder } from './result-recorder.js';
import { runCall, runMutation, staleTargets } from './run-call.js';

/** A function by wire name, or a context by name, and what it is asked with. */
export interface DispatchRequest {
  readonly name: string;
  readonly source: InputSource;
}

/** A call of a function. */
export interface CallRequest extends DispatchRequest {
  /** What the client calls the change that it makes; see `readChange`. */
  readonly change?: string | undefined;
}

/** A call of which only the name is known until somebody is let in. */
export interface PendingCall {
  readonly name: string;
  /** Reads all else. Rejects when it cannot be read, or is not taken. */
  readonly read: (fn: RegisteredFunction) => Promise<Omit<CallRequest, 'name'>>;
}

/**
 * Runs functions. Every transport goes through here, so that guards, interceptors, pipes and filters hold everywhere;
 * a transport only decodes a request and encodes its outcome.
 */
@Injectable()
export class Dispatcher {
  readonly #functions = new Map<RegisteredFunction, DispatchedFunction>();
  readonly #scope: RequestScope;
  #isPrepared = false;

  constructor(
    private readonly registry: MizanRegistry,
    private readonly config: ApplicationConfig,
    private readonly creator: ExternalContextCreator,
    private readonly invalidations: Invalidations,
    private readonly identities: IdentityResolver,
    private readonly idempotency: Idempotency,
    @Inject(originCacheToken) private readonly cache: OriginCache | undefined,
    moduleRef: ModuleRef,
  ) {
    this.#scope = new RequestScope(moduleRef);
  }

  /** Makes the closures of all functions. Once, when the registry is full and every provider stands. */
  prepare(): void {
    for (const fn of this.registry.functions.values()) {
      const { record } = fn;
      const hasInterceptors = interceptorsOf(record, this.config).some(isOfApp);
      const hasPipes = pipesOf(record, this.config).length > 0;
      const surroundings = { hasInterceptors, hasPipes };
      prepareMethod(record, surroundings);
      this.#functions.set(fn, {
        fn,
        host: createFunctionHost(record, this.creator, this.#scope, isPlainMethod(record, surroundings)),
        hasPipes,
        gate: compileGate(record, this.config),
        catches: compileCatches(filtersOf(record, this.config)),
      });
    }
    this.#isPrepared = true;
  }

  /** Whether the app has started; before that, there is no function to call. */
  get isPrepared(): boolean {
    return this.#isPrepared;
  }

  /**
   * Calls one function (PROTOCOL 2: exists, not private, auth, input, run). A failure of it is an outcome.
   *
   * @throws Error before the app has started
   */
  call(request: CallRequest | PendingCall, exchange: Exchange): Promise<CallOutcome> {
    const { name } = request;
    const fn = this.registry.functions.get(name);
    if (fn === undefined) return refused(new NotFound(`There is no function "${cut(name)}"`));
    if (fn.private) return refused(new Forbidden(`The function "${name}" is private`));
    if (exchange.contextType === 'ws' && !fn.websocket)
      return refused(new Forbidden(`The function "${name}" is called over HTTP`));
    const invocation = this.#invoke(fn, 'read' in request ? nothingYet : request.source, exchange);
    const run =
      'read' in request
        ? () => this.#readAndRun(invocation, request, exchange)
        : () => this.#run(invocation, request, exchange);
    const authorizing = invocation.authorize();
    if (authorizing === undefined) return run();
    return authorizing.then(run, (error: unknown) => invocation.fail(error));
  }

  #run(
    invocation: Invocation,
    { source, change }: Omit<CallRequest, 'name'>,
    exchange: Exchange,
  ): Promise<CallOutcome> {
    const { fn } = invocation;
    const run = () => (fn.isMutation ? this.#mutate(invocation, exchange, change) : runCall(invocation));
    return isRepeatable(fn) ? this.#runOnce(invocation, source, exchange, run) : run();
  }

  async #readAndRun(invocation: Invocation, { read }: PendingCall, exchange: Exchange): Promise<CallOutcome> {
    let call: Omit<CallRequest, 'name'>;
    try {
      call = await read(invocation.fn);
    } catch (error) {
      return invocation.fail(error);
    }
    invocation.receive(call.source);
    return this.#run(invocation, call, exchange);
  }

  /** A client that got no answer sends the call again, and a person clicks twice (PROTOCOL 13). */
  async #runOnce(
    invocation: Invocation,
    source: InputSource,
    exchange: Exchange,
    run: () => Promise<CallOutcome>,
  ): Promise<CallOutcome> {
    try {
      const key = readIdempotencyKey(exchange);
      if (key === undefined) return await run();
      const { authorized } = invocation;
      const who = authorized === undefined ? await this.identities.find(exchange.request) : authorized;
      const args = await describeSource(source);
      return await this.idempotency.once({ name: invocation.fn.name, key, who, args }, run);
    } catch (error) {
      return invocation.fail(error);
    }
  }

  /**
   * Reads all functions of a context at once, from the cache if it is there. Guards and auth rules run in any case.
   *
   * @throws Error before the app has started
   */
  async readContext({ name, source }: DispatchRequest, exchange: Exchange): Promise<BundleOutcome> {
    const context = this.registry.contexts.get(name);
    if (context === undefined) return refuse(new NotFound(`There is no context "${cut(name)}"`));
    const members = context.members.map((fn) => this.#invoke(fn, source, exchange));
    const reading = new BundleReading(context, members, exchange.request);
    const authorizing = reading.authorize();
    if (authorizing !== undefined) await authorizing;
    const { cache } = this;
    const plan = cache?.planOf(name);
    if (cache === undefined || plan === undefined || !reading.isAdmitted) return reading.run();
    return cache.bundles.read(plan, reading);
  }

  // Told when the cache knows it: who hears of it reads anew.
  async #mutate(
    invocation: Invocation,
    { request }: Exchange,
    change: string | undefined,
  ): Promise<CallOutcome> {
    const { cache } = this;
    const outcome = await (cache === undefined
      ? runCall(invocation)
      : runMutation(invocation, cache.changes));
    if (outcome.kind !== 'success') return outcome;
    const source = change === undefined ? {} : await this.#sourceOf(change, invocation, request);
    this.invalidations.publish(staleTargets(outcome), source);
    return outcome;
  }

  async #sourceOf(change: string, { authorized }: Invocation, request: object): Promise<InvalidationSource> {
    try {
      const who = authorized ?? (await this.identities.find(request));
      return { change, by: who?.id ?? null };
    } catch {
      // What has happened is told in any case.
      return {};
    }
  }

  #invoke(fn: RegisteredFunction, source: InputSource, exchange: Exchange): Invocation {
    const dispatched = this.#functions.get(fn);
    if (dispatched === undefined) throw new Error(`"${fn.name}" was called before the app had started`);
    return new Invocation(dispatched, source, exchange);
  }
}

const nothingYet: InputSource = { kind: 'json', args: undefined };

/** What was sent, as far as two calls differ in it. */
function describeSource(source: InputSource): unknown {
  switch (source.kind) {
    case 'json':
      return source.args ?? {};
    case 'multipart':
      return describeArgs(source.args);
    case 'text':
      return [...source.params];
  }
}

/** Only what changes something is worth it. */
function isRepeatable({ isMutation, form }: RegisteredFunction): boolean {
  return isMutation || form?.role === 'submit' || form?.role === 'formset_submit';
}

function isOfApp(interceptor: unknown): boolean {
  return interceptor !== resultRecorder && interceptor !== FormGate;
}

function refused(error: MizanError): Promise<Failure> {
  return Promise.resolve(refuse(error));
}

function refuse(error: MizanError): Failure {
  const { status, body } = toErrorReply(error);
  return { kind: 'failure', status, body };
}

/** A name as it is said again: nobody needs more of it. */
function cut(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name;
}
