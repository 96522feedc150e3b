import { guardsOnly } from '../auth/guarded-call.js';
const nothingSent = {};
/**
 * One call of one function: the fourth argument of Nest's closures, by which guards, interceptors and the
 * parameters of the method get at it.
 */
export class FunctionCall {
    fn;
    source;
    [guardsOnly] = true;
    /** What filters are shown. */
    error;
    /** What the method returned, when there are interceptors that could change it. */
    returned;
    #input;
    constructor(fn, source) {
        this.fn = fn;
        this.source = source;
    }
    /** The input, converted and validated when the first parameter asks for it. */
    readInput() {
        this.#input ??= this.#read();
        return this.#input;
    }
    /**
     * The arguments that were sent, once the method has run. An interceptor that answers in its place leaves the
     * input unread: then nothing is known, and targets stay as wide as they are declared.
     */
    sentArguments() {
        const input = this.#input;
        if (input === undefined)
            return nothingSent;
        return input instanceof Promise ? input.then(({ sent }) => sent) : input.sent;
    }
    // A refusal is kept as well: several parameters may ask, and the answer is found once.
    #read() {
        try {
            const { source } = this;
            return source.kind === 'json'
                ? this.fn.input.readJson(source.args)
                : this.fn.input.readText(source.params);
        }
        catch (error) {
            return Promise.reject(error);
        }
    }
}
