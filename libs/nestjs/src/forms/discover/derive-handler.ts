import type { FormRole } from '@mizan/protocol';
import type { HostMethod } from '../../discover/function-record.js';

const derived = new WeakMap<HostMethod, Map<FormRole, HostMethod>>();

/**
 * The handler of one function of a form, as guards and interceptors see it: the method itself for `submit`. The others
 * inherit what decorators say of the method, and have names of their own (`send.validate`), by which a throttler counts
 * them apart.
 */
export function deriveHandler(method: HostMethod, methodName: string, role: FormRole): HostMethod {
  if (role === 'submit') return method;
  const known = derived.get(method) ?? new Map<FormRole, HostMethod>();
  derived.set(method, known);
  const handler = known.get(role) ?? inherit(method, `${methodName}.${role.replace('_', '.')}`);
  known.set(role, handler);
  return handler;
}

function inherit(method: HostMethod, name: string): HostMethod {
  function handler(this: unknown, ...args: unknown[]): unknown {
    return method.apply(this, args);
  }
  Object.setPrototypeOf(handler, method);
  return Object.defineProperty(handler, 'name', { value: name });
}
