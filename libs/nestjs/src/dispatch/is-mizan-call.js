import { FunctionCall } from './function-call.js';
/**
 * Whether an enhancer runs around a Mizan function, and not around a route of a controller. Interceptors that wrap
 * responses (`{ data: … }`) ask this and leave functions alone, since these answer by their declared output.
 */
export function isMizanCall(context) {
    return context.getArgByIndex(3) instanceof FunctionCall;
}
