import { type ContextId, ContextIdFactory, type ModuleRef } from '@nestjs/core';

const plainIds = new WeakMap<object, ContextId>();
const durableIds = new WeakMap<object, ContextId>();

/**
 * The context id under which everything of a request is made, so that a provider of request scope is made once for it:
 * by functions, their enhancers and the predicates of auth rules.
 *
 * Classes that are durable with all they depend on have an id of their own. They outlive the request, so their
 * `REQUEST` is what the strategy attached, as for a controller of Nest; that of all others is the request.
 */
export function requestContextId(request: object, moduleRef: ModuleRef, isDurable = false): ContextId {
  const ids = isDurable ? durableIds : plainIds;
  const known = ids.get(request);
  if (known !== undefined) return known;
  const contextId = ContextIdFactory.getByRequest(request);
  ids.set(request, contextId);
  if (!isDurable) moduleRef.registerRequestByContextId(Object.assign(request, contextId.payload), contextId);
  // Request-scoped middleware of Nest leaves one id for both.
  else if (plainIds.get(request) !== contextId)
    moduleRef.registerRequestByContextId(contextId.payload, contextId);
  return contextId;
}
