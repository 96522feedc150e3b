import { guardsPassed } from '../auth/guarded-call.js';
import { MizanAuthGuard } from '../auth/mizan-auth.guard.js';
import { nestMetadata } from '../declare/nest-metadata.js';
import { readNestParameters } from '../discover/read-nest-parameters.js';
import { giveControllerId } from './controller-id.js';
import { isMizanCall } from './is-mizan-call.js';
import { argumentsKey, inputParameter } from './read-parameter.js';
import { resultRecorder } from './result-recorder.js';
/**
 * Ends the authorize closure when all guards said yes. A guard of its own behind {@link MizanAuthGuard}, so that
 * replacing that one in a test cannot make the closure go on to the method.
 */
export const guardsEnd = {
    canActivate(context) {
        if (isMizanCall(context))
            throw guardsPassed;
        return true;
    },
};
/**
 * Writes down for Nest what boot knows of a method: its parameters, and the order of its enhancers. What is there
 * already is kept, so that a second app in the process changes nothing.
 */
export function prepareMethod(record, hasInterceptors) {
    giveControllerId(record.hostClass);
    const ours = record.input.places.map(({ index, argument }) => [
        `${inputParameter}:${index}`,
        { index, data: argument, pipes: [] },
    ]);
    const parameters = {
        ...Object.fromEntries(ours),
        ...readNestParameters(record.hostClass, record.methodName),
    };
    Reflect.defineMetadata(argumentsKey, parameters, record.hostClass, record.methodName);
    moveToEnd(nestMetadata.guards, record.method, [MizanAuthGuard, guardsEnd]);
    if (hasInterceptors)
        moveToEnd(nestMetadata.interceptors, record.method, [resultRecorder]);
}
function moveToEnd(key, method, last) {
    const present = Reflect.getMetadata(key, method);
    const others = Array.isArray(present) ? present.filter((enhancer) => !last.includes(enhancer)) : [];
    Reflect.defineMetadata(key, [...others, ...last], method);
}
