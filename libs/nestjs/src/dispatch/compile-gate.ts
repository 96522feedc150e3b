import type { ApplicationConfig } from '@nestjs/core';
import { readAuthRule } from '../auth/auth.decorator.js';
import { MizanAuthGuard } from '../auth/mizan-auth.guard.js';
import { guardsOf } from '../discover/enhancers.js';
import type { FunctionRecord } from '../discover/function-record.js';
import type { FunctionCall } from './function-call.js';
import { guardsEnd } from './guards-end.js';

/** What can refuse the caller of a function. */
export type Gate =
  | { readonly kind: 'open' }
  /** Its auth rule alone: Nest's closure would only lead to the same. */
  | {
      readonly kind: 'rule';
      readonly check: (request: object, call: FunctionCall) => Promise<unknown> | undefined;
    }
  | { readonly kind: 'guards' };

export function compileGate(record: FunctionRecord, config: ApplicationConfig): Gate {
  if (guardsOf(record, config).some(isForeign)) return { kind: 'guards' };
  const rule = readAuthRule(record.method, record.hostClass);
  if (rule === undefined) return { kind: 'open' };
  // What stands in its place when a test overrides the guard must be asked as Nest would ask it.
  const guard: unknown = record.host.host?.injectables.get(MizanAuthGuard)?.instance;
  if (!(guard instanceof MizanAuthGuard) || guard.canActivate !== MizanAuthGuard.prototype.canActivate)
    return { kind: 'guards' };
  return { kind: 'rule', check: (request, call) => guard.check(rule, request, call) };
}

function isForeign(guard: unknown): boolean {
  return guard !== MizanAuthGuard && guard !== guardsEnd;
}
