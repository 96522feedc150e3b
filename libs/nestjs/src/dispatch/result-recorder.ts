import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { defer, from, lastValueFrom, type Observable, tap } from 'rxjs';
import { FunctionCall } from './function-call.js';

/**
 * The innermost interceptor of a function that has others. Remembers what the method returned, so that an output that
 * does not fit can be blamed on the interceptor that changed it; and of a mutation, whether the method is done: a
 * timeout around it ends the call, but not the method.
 */
export const resultRecorder: NestInterceptor = {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const call: unknown = context.getArgByIndex(3);
    if (!(call instanceof FunctionCall)) return next.handle();
    return runMethod(call, next).pipe(tap((value) => (call.returned = { value })));
  },
};

function runMethod(call: FunctionCall, next: CallHandler): Observable<unknown> {
  if (!call.tracksMethod) return next.handle();
  return defer(() => from(call.track(lastValueFrom(next.handle(), { defaultValue: undefined }))));
}
