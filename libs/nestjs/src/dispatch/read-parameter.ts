import { requestParameter } from '../declare/nest-metadata.js';
import type { FunctionCall } from './function-call.js';

/** Where Nest finds the parameters of a function: its own ones, and ours beside them. */
export const argumentsKey = 'mizan:arguments';

/**
 * The type number of parameters that take input. Above all of Nest's `RouteParamtypes`, so that a pipe sees them as
 * `custom` and a global ValidationPipe leaves them to our own check.
 */
export const inputParameter = 1000;

/** The part of a request that parameter decorators look at. */
interface RequestParts {
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly session?: unknown;
  readonly ip?: unknown;
  readonly rawBody?: unknown;
}

type ClosureArguments = readonly [
  request: RequestParts,
  response: unknown,
  next: unknown,
  call: FunctionCall,
];

/** Fills the parameters of methods; Nest calls it once for each. */
export const parametersFactory = {
  exchangeKeyForValue(type: number, data: unknown, args: ClosureArguments): unknown {
    if (type === inputParameter) return readInputParameter(args[3], data);
    return readRequestParameter(type, data, args[0], args[1]);
  },
};

function readInputParameter(call: FunctionCall, argument: unknown): unknown {
  const input = call.readInput();
  if (input instanceof Promise) return input.then(({ value }) => pickArgument(value, argument));
  return pickArgument(input.value, argument);
}

/** What a parameter gets of the input: one argument of it, or the whole. */
export function pickArgument(value: unknown, argument: unknown): unknown {
  if (typeof argument !== 'string') return value;
  return typeof value === 'object' && value !== null ? Reflect.get(value, argument) : undefined;
}

function readRequestParameter(
  type: number,
  data: unknown,
  request: RequestParts,
  response: unknown,
): unknown {
  switch (type) {
    case requestParameter.request:
      return request;
    case requestParameter.response:
      return withoutThen(response);
    case requestParameter.headers:
      return typeof data === 'string' ? request.headers?.[data.toLowerCase()] : request.headers;
    case requestParameter.session:
      return request.session;
    case requestParameter.ip:
      return request.ip;
    case requestParameter.rawBody:
      return request.rawBody;
    default:
      return undefined;
  }
}

// Fastify's reply has a `then`, and Nest awaits every parameter: it would wait for the answer that the method gives.
function withoutThen(response: unknown): unknown {
  if (typeof response !== 'object' || response === null || !('then' in response)) return response;
  return new Proxy(response, {
    get(target, key) {
      if (key === 'then') return undefined;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    has: (target, key) => key !== 'then' && Reflect.has(target, key),
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
}
