import type { ModuleRef } from '@nestjs/core';
import type { ProviderWrapper } from '../discover/function-record.js';
import type { Host } from './function-pipeline.js';
import { requestContextId } from './request-context-id.js';

/** Resolves request-scoped and transient classes, for all functions of a request under one context id. */
export class RequestScope {
  constructor(private readonly moduleRef: ModuleRef) {}

  async resolve(wrapper: ProviderWrapper, request: object): Promise<Host> {
    const contextId = requestContextId(request, this.moduleRef, wrapper.isDependencyTreeDurable());
    const instance = await this.moduleRef.resolve<object>(wrapper.token, contextId, { strict: false });
    return { instance, scope: { contextId, inquirerId: wrapper.id } };
  }
}
