import { toErrorReply } from '../errors/index.js';
import { FunctionCall } from './function-call.js';
import { logFailure } from './log-failure.js';
import { runFilters } from './run-filters.js';
/**
 * One function on its way through a request, step by step: authorize, run, and when one of them throws, fail. The
 * steps are apart, so that a bundle takes them together with its other members.
 */
export class Invocation {
    fn;
    #host;
    #isGuarded;
    #hasFilters;
    #exchange;
    #call;
    #pipeline;
    constructor({ fn, host, isGuarded, hasFilters }, source, exchange) {
        this.fn = fn;
        this.#host = host;
        this.#isGuarded = isGuarded;
        this.#hasFilters = hasFilters;
        this.#exchange = exchange;
        this.#call = new FunctionCall(fn, source);
        this.#pipeline = host.unopened;
    }
    async authorize() {
        const opened = this.#host.open(this.#exchange.request);
        this.#pipeline = opened instanceof Promise ? await opened : opened;
        if (this.#isGuarded)
            await this.#pipeline.authorize(this.#exchange, this.#call);
    }
    async run() {
        const value = await this.#pipeline.run(this.#exchange, this.#call);
        const text = this.#serialize(value);
        const sent = this.#call.sentArguments();
        return { value, text, sent: sent instanceof Promise ? await sent : sent };
    }
    /** Shows an error to the filters and says what the caller gets. Once per request. */
    async fail(error) {
        const verdict = await this.#filter(error);
        if (verdict.kind === 'answered')
            return { kind: 'handled' };
        this.logUnexpected(verdict.error);
        const { status, body } = toErrorReply(verdict.error);
        return { kind: 'failure', status, body };
    }
    logUnexpected(error) {
        if (toErrorReply(error).unexpected)
            logFailure(this.fn, error);
    }
    #filter(error) {
        if (!this.#hasFilters)
            return { kind: 'error', error };
        return runFilters(this.#pipeline, this.#exchange, this.#call, error);
    }
    #serialize(value) {
        try {
            return this.fn.serialize(value);
        }
        catch (cause) {
            const { returned } = this.#call;
            if (returned === undefined || returned.value === value)
                throw cause;
            throw new Error('The output does not fit what is declared, and an interceptor changed it', { cause });
        }
    }
}
