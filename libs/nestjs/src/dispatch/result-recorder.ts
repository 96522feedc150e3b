import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import { FunctionCall } from './function-call.js';

/**
 * The innermost interceptor of a function that has others: remembers what the method returned, so that an output
 * that does not fit can be blamed on the interceptor that changed it.
 */
export const resultRecorder: NestInterceptor = {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const call: unknown = context.getArgByIndex(3);
    if (!(call instanceof FunctionCall)) return next.handle();
    return next.handle().pipe(tap((value) => (call.returned = { value })));
  },
};
