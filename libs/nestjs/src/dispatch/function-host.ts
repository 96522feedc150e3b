import type { ExternalContextCreator } from '@nestjs/core';
import type { FunctionRecord } from '../discover/function-record.js';
import type { ContextType, Exchange } from './exchange.js';
import { FunctionPipeline } from './function-pipeline.js';
import type { RequestScope } from './request-scope.js';

/** Opens the pipeline of a function for a request. */
export interface FunctionHost {
  open(exchange: Exchange): FunctionPipeline | Promise<FunctionPipeline>;
  /** For what fails before there is an instance: its filters of static scope still run. */
  unopened(exchange: Exchange): FunctionPipeline;
}

/** @param isPlain see {@link isPlainMethod} */
export function createFunctionHost(
  record: FunctionRecord,
  creator: ExternalContextCreator,
  scope: RequestScope,
  isPlain: boolean,
): FunctionHost {
  const { host } = record;
  const isStatic = host.isDependencyTreeStatic() && !host.isTransient;
  const close = (type: ContextType) =>
    new FunctionPipeline(creator, record, { instance: host.instance }, isPlain, type);
  const http = isStatic ? close('http').prepare() : close('http');
  let ws: FunctionPipeline | undefined;
  // Not before there is a socket: most functions never see one.
  const unopened = (exchange: Exchange) => (typeOf(record, exchange) === 'ws' ? (ws ??= close('ws')) : http);
  if (isStatic) return { open: unopened, unopened };
  return {
    // Nest leaves a hollow instance in place of a scoped one.
    unopened,
    open: async (exchange) => {
      const instance = await scope.resolve(host, exchange.request);
      return new FunctionPipeline(creator, record, instance, isPlain, typeOf(record, exchange));
    },
  };
}

/**
 * Every context can be read over the socket. A function that was not written for it is seen as over HTTP there, since
 * guards often let through what is not: they would let everybody in.
 */
function typeOf({ metadata }: FunctionRecord, { contextType }: Exchange): ContextType {
  return contextType === 'ws' && metadata.websocket === true ? 'ws' : 'http';
}
