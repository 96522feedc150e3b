import { tap } from 'rxjs';
import { FunctionCall } from './function-call.js';
/**
 * The innermost interceptor of a function that has others: remembers what the method returned, so that an output
 * that does not fit can be blamed on the interceptor that changed it.
 */
export const resultRecorder = {
    intercept(context, next) {
        const call = context.getArgByIndex(3);
        if (!(call instanceof FunctionCall))
            return next.handle();
        return next.handle().pipe(tap((value) => (call.returned = { value })));
    },
};
