import { guardsPassed } from '../auth/guarded-call.js';
import { argumentsKey, parametersFactory } from './read-parameter.js';
const authorizePhase = { guards: true, interceptors: false, filters: false };
const runPhase = { guards: false, interceptors: true, filters: false };
const filterPhase = { guards: false, interceptors: false, filters: true };
/**
 * The three closures of a function around one instance, each made when it is first needed: a request-scoped
 * function pays for its filters only when it fails.
 */
export class FunctionPipeline {
    creator;
    record;
    host;
    #authorize;
    #run;
    #filter;
    constructor(creator, record, host) {
        this.creator = creator;
        this.record = record;
        this.host = host;
    }
    /** Makes all closures now, so that what is wrong with an enhancer shows when the app boots. */
    prepare() {
        this.#authorize = this.#close(authorizePhase);
        this.#run = this.#close(runPhase);
        this.#filter = this.#close(filterPhase);
        return this;
    }
    /**
     * Runs all guards, the auth rule last.
     * @throws what a guard throws, or Nest's ForbiddenException for a guard that says no
     */
    async authorize({ request, response }, call) {
        this.#authorize ??= this.#close(authorizePhase);
        try {
            await this.#authorize(request, response, undefined, call);
        }
        catch (signal) {
            if (signal === guardsPassed)
                return;
            throw signal;
        }
        throw new Error('The guards of a function ended without the signal that ends them');
    }
    /** Runs interceptors, fills the parameters and calls the method. */
    run({ request, response }, call) {
        this.#run ??= this.#close(runPhase);
        return this.#run(request, response, undefined, call);
    }
    /** Shows `call.error` to the filters. Resolves to what the one that caught it returned; else throws. */
    filter({ request, response }, call) {
        this.#filter ??= this.#close(filterPhase);
        return this.#filter(request, response, undefined, call);
    }
    #close(phase) {
        const { instance, scope } = this.host;
        const { method, methodName } = this.record;
        return this.creator.create(instance, phase.filters ? throwErrorAs(method) : method, 
        // Under a name that has no parameters, since filling them would run their pipes once more.
        phase.filters ? `${methodName} failed` : methodName, argumentsKey, parametersFactory, scope?.contextId, scope?.inquirerId, phase, 'http');
    }
}
function throwCallError(_request, _response, _next, call) {
    throw call.error;
}
// Filters run around a function that only throws. It inherits from the method, where Nest looks for their metadata.
function throwErrorAs(method) {
    return Object.setPrototypeOf(throwCallError.bind(undefined), method);
}
