import type { ContextId, ExternalContextCreator } from '@nestjs/core';
import type { FunctionRecord, HostMethod } from '../discover/function-record.js';
import { callMethod } from './call-method.js';
import { closeUnder } from './controller-id.js';
import type { ContextType, Exchange } from './exchange.js';
import type { FunctionCall } from './function-call.js';
import { guardsPassed } from './guards-end.js';
import { argumentsKey, parametersFactory } from './read-parameter.js';
import { runSeen } from './seen-by-pipes.js';

/** A closure of Nest's `ExternalContextCreator`. */
export type NestClosure = (
  request: object,
  response: object,
  next: undefined,
  call: FunctionCall,
) => Promise<unknown>;

type Phase = Readonly<Record<'guards' | 'interceptors' | 'filters', boolean>>;

/** The instance that a function runs on. One that was made for a request knows its place in Nest's container. */
export interface Host {
  readonly instance: object;
  readonly scope?: { readonly contextId: ContextId; readonly inquirerId: string };
}

const authorizePhase: Phase = { guards: true, interceptors: false, filters: false };
const runPhase: Phase = { guards: false, interceptors: true, filters: false };
const filterPhase: Phase = { guards: false, interceptors: false, filters: true };

/**
 * The three closures of a function around one instance, each made when it is first needed: a request-scoped
 * function pays for its filters only when it fails.
 */
export class FunctionPipeline {
  #authorize: NestClosure | undefined;
  #run: NestClosure | undefined;
  #filter: NestClosure | undefined;

  constructor(
    private readonly creator: ExternalContextCreator,
    private readonly record: FunctionRecord,
    private readonly host: Host,
    private readonly isPlain: boolean,
    private readonly contextType: ContextType = 'http',
  ) {}

  /** Makes all closures now, so that what is wrong with an enhancer shows when the app boots. */
  prepare(): this {
    this.#authorize = this.#close(authorizePhase);
    this.#run = this.#close(runPhase);
    this.#filter = this.#close(filterPhase);
    return this;
  }

  /**
   * Runs all guards, the auth rule last.
   * @throws what a guard throws, or Nest's ForbiddenException for a guard that says no
   */
  async authorize({ request, response }: Exchange, call: FunctionCall): Promise<void> {
    this.#authorize ??= this.#close(authorizePhase);
    try {
      await this.#authorize(request, response, undefined, call);
    } catch (signal) {
      if (signal === guardsPassed) return;
      throw signal;
    }
    throw new Error('The guards of a function ended without the signal that ends them');
  }

  /**
   * Runs interceptors, fills the parameters and calls the method.
   *
   * @returns what the method returned, or a promise of that
   * @throws or rejects with whatever is thrown on the way
   */
  run({ request, response }: Exchange, call: FunctionCall): unknown {
    call.host = this.host.instance;
    if (this.isPlain) return callMethod(this.host.instance, this.record, call);
    const run = (this.#run ??= this.#close(runPhase));
    return runSeen(call, () => run(request, response, undefined, call));
  }

  /** Shows `call.error` to the filters. Resolves to what the one that caught it returned; else throws. */
  filter({ request, response }: Exchange, call: FunctionCall): Promise<unknown> {
    this.#filter ??= this.#close(filterPhase);
    return this.#filter(request, response, undefined, call);
  }

  #close(phase: Phase): NestClosure {
    const { instance, scope } = this.host;
    const { method, methodName } = this.record;
    const { contextType } = this;
    return closeUnder(contextType, () =>
      this.creator.create(
        instance,
        phase.filters ? throwErrorAs(method) : method,
        // Under a name that has no parameters, since filling them would run their pipes once more.
        phase.filters ? `${methodName} failed` : methodName,
        argumentsKey,
        parametersFactory,
        scope?.contextId,
        scope?.inquirerId,
        phase,
        contextType,
      ),
    );
  }
}

function throwCallError(_request: unknown, _response: unknown, _next: unknown, call: FunctionCall): never {
  throw call.error;
}

// Filters run around a function that only throws. It inherits from the method, where Nest looks for their metadata.
function throwErrorAs(method: HostMethod): HostMethod {
  return Object.setPrototypeOf(throwCallError.bind(undefined), method);
}
