import { ContextIdFactory } from '@nestjs/core';
/**
 * Resolves request-scoped and transient classes. All functions of one request share one context id, so a provider of
 * request scope is made once for a whole bundle.
 */
export class RequestScope {
    moduleRef;
    #contextIds = new WeakMap();
    constructor(moduleRef) {
        this.moduleRef = moduleRef;
    }
    async resolve(wrapper, request) {
        const contextId = this.#contextIdOf(request, wrapper.isDependencyTreeDurable());
        const instance = await this.moduleRef.resolve(wrapper.token, contextId, { strict: false });
        return { instance, scope: { contextId, inquirerId: wrapper.id } };
    }
    #contextIdOf(request, isDurable) {
        const known = this.#contextIds.get(request);
        if (known !== undefined)
            return known;
        const contextId = ContextIdFactory.getByRequest(request);
        this.#contextIds.set(request, contextId);
        // As Nest does for controllers: what a strategy for durable providers attached is the request of these.
        const provided = isDurable ? contextId.payload : Object.assign(request, contextId.payload);
        this.moduleRef.registerRequestByContextId(provided, contextId);
        return contextId;
    }
}
