import type { FunctionMethod } from './function-metadata.js';

type MethodName<Host> = {
  [Name in keyof Host]: Host[Name] extends FunctionMethod ? Name : never;
}[keyof Host] &
  string;

/**
 * One function, as a target of `affects`. The compiler checks the name, and the class may be declared later.
 * The same as `() => Tickets.prototype.ticket`, which linters take for a method that loses its `this`.
 *
 * @example affects: functionOf(() => TicketFunctions, 'ticket')
 */
export function functionOf<Host extends object>(
  hostClass: () => abstract new (...args: never[]) => Host,
  methodName: MethodName<Host>,
): () => FunctionMethod {
  // `MethodName` admits names of methods only.
  return () => Reflect.get(hostClass().prototype, methodName) as FunctionMethod;
}
