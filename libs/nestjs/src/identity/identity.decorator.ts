import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { IdentifiedCall } from './identified-call.js';
import { Caller, IdentityPipe } from './identity.pipe.js';

const CallerParam = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const call: unknown = context.getArgByIndex(3);
  const authorized = call instanceof IdentifiedCall ? call.identity : undefined;
  return new Caller(context.getArgByIndex<object>(0), authorized);
});

/**
 * The parameter is who calls: a `MizanIdentity`, or `null` for nobody. In a function with an auth rule it is whom the
 * rule let in. Works in functions and in the handlers of plain Nest controllers.
 */
export function Identity(): ParameterDecorator {
  return CallerParam(IdentityPipe);
}
