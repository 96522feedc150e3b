import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Caller, IdentityPipe } from './identity.pipe.js';

const CallerParam = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  return new Caller(context.getArgByIndex<object>(0));
});

/**
 * The parameter is who calls: a `MizanIdentity`, or `null` for nobody. Works in functions and in the
 * handlers of plain Nest controllers.
 */
export function Identity(): ParameterDecorator {
  return CallerParam(IdentityPipe);
}
