import { MizanAuthGuard } from '../auth/mizan-auth.guard.js';
import { nestMetadata } from '../declare/nest-metadata.js';
import type { FunctionRecord } from '../discover/function-record.js';
import { readNestParameters } from '../discover/read-nest-parameters.js';
import { FormGate } from '../forms/submit/form-gate.js';
import type { Surroundings } from './call-method.js';
import { giveControllerId } from './controller-id.js';
import { guardsEnd } from './guards-end.js';
import { argumentsKey, inputParameter } from './read-parameter.js';
import { resultRecorder } from './result-recorder.js';
import { lastPipe } from './seen-by-pipes.js';

/**
 * Writes down for Nest what boot knows of a method: its parameters, and the order of its enhancers. What is there
 * already is kept, so that a second app in the process changes nothing.
 */
export function prepareMethod(record: FunctionRecord, { hasInterceptors, hasPipes }: Surroundings): void {
  giveControllerId(record.hostClass);
  const ours = record.input.places.map(({ index, argument }) => [
    `${inputParameter}:${index}`,
    { index, data: argument, pipes: hasPipes ? [lastPipe] : [] },
  ]);
  const parameters = {
    ...Object.fromEntries(ours),
    ...readNestParameters(record.hostClass, record.methodName),
  };
  Reflect.defineMetadata(argumentsKey, parameters, record.hostClass, record.methodName);
  moveToEnd(nestMetadata.guards, record.method, [MizanAuthGuard, guardsEnd]);
  const gates = record.form === undefined ? [] : [FormGate];
  const last = hasInterceptors ? [resultRecorder, ...gates] : gates;
  if (last.length > 0) moveToEnd(nestMetadata.interceptors, record.method, last);
}

function moveToEnd(key: string, method: object, last: readonly unknown[]): void {
  const present: unknown = Reflect.getMetadata(key, method);
  const others = Array.isArray(present) ? present.filter((enhancer) => !last.includes(enhancer)) : [];
  Reflect.defineMetadata(key, [...others, ...last], method);
}
