import { isObservable, lastValueFrom } from 'rxjs';
import type { FunctionRecord } from '../discover/function-record.js';
import { readNestParameters } from '../discover/read-nest-parameters.js';
import type { FunctionCall } from './function-call.js';
import { pickArgument } from './read-parameter.js';

/** What stands around a method beside what decorates it. */
export interface Surroundings {
  readonly hasInterceptors: boolean;
  readonly hasPipes: boolean;
}

/**
 * Whether nothing is between a call and its method but the input. Nest's closure would only lead to the same, by ten
 * promises.
 */
export function isPlainMethod(
  { hostClass, methodName, form }: FunctionRecord,
  { hasInterceptors, hasPipes }: Surroundings,
): boolean {
  if (hasInterceptors || hasPipes || form !== undefined) return false;
  return Object.keys(readNestParameters(hostClass, methodName)).length === 0;
}

/**
 * Calls such a method as Nest would. Nothing to wait for, not even a turn, where neither input nor method has anything.
 *
 * @throws or rejects with what the input is refused by, or what the method throws
 */
export function callMethod(instance: object, record: FunctionRecord, call: FunctionCall): unknown {
  if (record.input.places.length === 0) return apply(instance, record, undefined);
  const input = call.readInput();
  return input instanceof Promise
    ? input.then(({ value }) => apply(instance, record, value))
    : apply(instance, record, input.value);
}

function apply(instance: object, { method, input }: FunctionRecord, value: unknown): unknown {
  const parameters: unknown[] = [];
  for (const { index, argument } of input.places) parameters[index] = pickArgument(value, argument);
  const returned = method.apply(instance, parameters);
  return isObservable(returned) ? lastValueFrom(returned) : returned;
}
