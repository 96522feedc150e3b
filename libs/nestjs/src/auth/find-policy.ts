import type { Type } from '@nestjs/common';
import { type ContextId, ContextIdFactory, type ModuleRef } from '@nestjs/core';
import type { AuthPolicy } from './auth-rule.js';

// One for all predicates of a request, so that a provider of request scope is made once for them.
const contextIds = new WeakMap<object, ContextId>();

const unlisted = new WeakMap<ModuleRef, Map<Type<AuthPolicy>, Promise<AuthPolicy>>>();

/**
 * The instance of a predicate class: the app's provider, in its scope; else one that is made once per module,
 * as Nest does with guards that nobody lists.
 */
export function findPolicy(
  type: Type<AuthPolicy>,
  moduleRef: ModuleRef,
  request: object,
): Promise<AuthPolicy> {
  if (!isProvided(type, moduleRef)) return makePolicy(type, moduleRef);
  return moduleRef.resolve<AuthPolicy>(type, contextIdOf(request, moduleRef), { strict: false });
}

function contextIdOf(request: object, moduleRef: ModuleRef): ContextId {
  const known = contextIds.get(request);
  if (known !== undefined) return known;
  const contextId = ContextIdFactory.getByRequest(request);
  contextIds.set(request, contextId);
  moduleRef.registerRequestByContextId(request, contextId);
  return contextId;
}

function isProvided(type: Type<AuthPolicy>, moduleRef: ModuleRef): boolean {
  try {
    moduleRef.introspect(type);
    return true;
  } catch {
    return false;
  }
}

function makePolicy(type: Type<AuthPolicy>, moduleRef: ModuleRef): Promise<AuthPolicy> {
  const ofModule = unlisted.get(moduleRef) ?? new Map<Type<AuthPolicy>, Promise<AuthPolicy>>();
  unlisted.set(moduleRef, ofModule);
  const policy = ofModule.get(type) ?? moduleRef.create<AuthPolicy>(type);
  ofModule.set(type, policy);
  return policy;
}
