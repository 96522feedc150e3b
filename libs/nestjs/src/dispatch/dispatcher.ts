import { Injectable } from '@nestjs/common';
import { ApplicationConfig, ExternalContextCreator, ModuleRef } from '@nestjs/core';
import { readAuthRule } from '../auth/auth.decorator.js';
import { MizanAuthGuard } from '../auth/mizan-auth.guard.js';
import { filtersOf, guardsOf, interceptorsOf } from '../discover/enhancers.js';
import type { FunctionRecord } from '../discover/function-record.js';
import { Forbidden, type MizanError, NotFound, toErrorReply } from '../errors/index.js';
import { MizanRegistry } from '../registry/mizan-registry.js';
import type { RegisteredFunction } from '../registry/registered-function.js';
import { compileCatches } from './compile-catches.js';
import type { Exchange } from './exchange.js';
import type { InputSource } from './function-call.js';
import { createFunctionHost } from './function-host.js';
import { guardsEnd } from './guards-end.js';
import { type DispatchedFunction, Invocation } from './invocation.js';
import type { BundleOutcome, CallOutcome, Failure } from './outcome.js';
import { prepareMethod } from './prepare-method.js';
import { RequestScope } from './request-scope.js';
import { resultRecorder } from './result-recorder.js';

/** A function by wire name, or a context by name, and what it is asked with. */
export interface DispatchRequest {
  readonly name: string;
  readonly source: InputSource;
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
    moduleRef: ModuleRef,
  ) {
    this.#scope = new RequestScope(moduleRef);
  }

  /** Makes the closures of all functions. Once, when the registry is full and every provider stands. */
  prepare(): void {
    for (const fn of this.registry.functions.values()) {
      const { record } = fn;
      const hasInterceptors = interceptorsOf(record, this.config).some((one) => one !== resultRecorder);
      prepareMethod(record, hasInterceptors);
      this.#functions.set(fn, {
        fn,
        host: createFunctionHost(record, this.creator, this.#scope),
        isGuarded: isGuarded(record, this.config),
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
  async call({ name, source }: DispatchRequest, exchange: Exchange): Promise<CallOutcome> {
    const fn = this.registry.functions.get(name);
    if (fn === undefined) return refuse(new NotFound(`There is no function "${cut(name)}"`));
    if (fn.private) return refuse(new Forbidden(`The function "${name}" is private`));
    const invocation = this.#invoke(fn, source, exchange);
    try {
      const authorizing = invocation.authorize();
      if (authorizing !== undefined) await authorizing;
      const { value, text, sent } = await invocation.run();
      return {
        kind: 'success',
        result: text,
        invalidate: fn.targets(sent),
        merge: fn.mergePlaces(value, sent),
      };
    } catch (error) {
      return invocation.fail(error);
    }
  }

  /**
   * Reads all functions of a context at once. If some fail, the first in declared order decides, and only its error is
   * told (PROTOCOL 2).
   *
   * @throws Error before the app has started
   */
  async readContext({ name, source }: DispatchRequest, exchange: Exchange): Promise<BundleOutcome> {
    const context = this.registry.contexts.get(name);
    if (context === undefined) return refuse(new NotFound(`There is no context "${cut(name)}"`));
    const members = context.members.map((fn) => this.#invoke(fn, source, exchange));
    const authorizing = members.map((member) => member.authorize());
    const refused = authorizing.some(isPromise)
      ? firstFailure(members, await Promise.allSettled(authorizing.map((one) => Promise.resolve(one))))
      : undefined;
    // Those before the first that is refused run nevertheless: an error of theirs comes before its refusal.
    const admitted = members.slice(0, refused?.index);
    const answers = await Promise.allSettled(admitted.map((member) => member.run()));
    const failed = firstFailure(admitted, answers) ?? refused;
    if (failed !== undefined) return failed.member.fail(failed.error);
    return { kind: 'success', bundle: context.writeBundle(answers.flatMap(textOf)) };
  }

  #invoke(fn: RegisteredFunction, source: InputSource, exchange: Exchange): Invocation {
    const dispatched = this.#functions.get(fn);
    if (dispatched === undefined) throw new Error(`"${fn.name}" was called before the app had started`);
    return new Invocation(dispatched, source, exchange);
  }
}

// Our own guard lets everybody pass where there is no rule.
function isGuarded(record: FunctionRecord, config: ApplicationConfig): boolean {
  const foreign = guardsOf(record, config).some((guard) => guard !== MizanAuthGuard && guard !== guardsEnd);
  return foreign || readAuthRule(record.method, record.hostClass) !== undefined;
}

interface MemberFailure {
  readonly member: Invocation;
  readonly index: number;
  readonly error: unknown;
}

/** The first failure in declared order. The others are told to nobody, so what is unexpected among them is logged. */
function firstFailure(
  members: readonly Invocation[],
  results: readonly PromiseSettledResult<unknown>[],
): MemberFailure | undefined {
  let first: MemberFailure | undefined;
  for (const [index, member] of members.entries()) {
    const result = results[index];
    if (result?.status !== 'rejected') continue;
    if (first === undefined) first = { member, index, error: result.reason };
    else member.logUnexpected(result.reason);
  }
  return first;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}

function textOf(result: PromiseSettledResult<{ readonly text: string }>): readonly string[] {
  return result.status === 'fulfilled' ? [result.value.text] : [];
}

function refuse(error: MizanError): Failure {
  const { status, body } = toErrorReply(error);
  return { kind: 'failure', status, body };
}

/** A name as it is said again: nobody needs more of it. */
function cut(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name;
}
