import type { ExternalContextCreator } from '@nestjs/core';
import type { FunctionRecord } from '../discover/function-record.js';
import { FunctionPipeline } from './function-pipeline.js';
import type { RequestScope } from './request-scope.js';

/** Opens the pipeline of a function for a request. */
export interface FunctionHost {
  open(request: object): FunctionPipeline | Promise<FunctionPipeline>;
  /** For what fails before there is an instance: its filters of static scope still run. */
  readonly unopened: FunctionPipeline;
}

export function createFunctionHost(
  record: FunctionRecord,
  creator: ExternalContextCreator,
  scope: RequestScope,
): FunctionHost {
  const { host } = record;
  const pipeline = new FunctionPipeline(creator, record, { instance: host.instance });
  if (host.isDependencyTreeStatic() && !host.isTransient) {
    pipeline.prepare();
    return { open: () => pipeline, unopened: pipeline };
  }
  return {
    // Nest leaves a hollow instance in place of a scoped one.
    unopened: pipeline,
    open: async (request) => new FunctionPipeline(creator, record, await scope.resolve(host, request)),
  };
}
