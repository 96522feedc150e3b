import type { Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { requestContextId } from '../dispatch/request-context-id.js';
import type { AuthPolicy } from './auth-rule.js';

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
  return moduleRef.resolve<AuthPolicy>(type, requestContextId(request, moduleRef), { strict: false });
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
